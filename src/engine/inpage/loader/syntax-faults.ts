import { type FaultContext, faultContext, tokenAt } from "./fault-context.ts";
import { Refusal } from "./refusal.ts";
import { stripperMessage } from "./stripper-messages.ts";
import { v8Message } from "./v8-messages.ts";

export interface FaultGoal {
  readonly typescript: boolean;
  readonly sourceType: "module" | "script";
}

/** Babel's errors in the words of Node: of its type stripper for TypeScript, with a code; of V8 otherwise. */
export interface Verdict {
  readonly refusal: Refusal | undefined;
  /**
   * What V8 would say, in TypeScript, of what the stripper lets pass. It need not be true: Babel also looks at
   * types. So it holds only when the engine's compiler, too, finds a fault.
   */
  readonly suspicion: Refusal | undefined;
}

export function judge(errors: readonly unknown[], text: string, goal: FaultGoal): Verdict {
  const faults = errors.map((error) => faultOf(error, text));
  const contextOf = (fault: Fault) =>
    faultContext(text, fault.at, fault.expected, goal.sourceType === "module");
  if (!goal.typescript) {
    const [first] = faults;
    return { refusal: first && inWordsOfV8(first, contextOf(first), text), suspicion: undefined };
  }
  for (const fault of faults) {
    const message = stripperMessage(fault.reason, contextOf(fault));
    if (message === undefined) continue;
    const { at } = fault;
    return {
      refusal: new Refusal("ERR_INVALID_TYPESCRIPT_SYNTAX", message, at, endOf(text, at)),
      suspicion: undefined,
    };
  }
  const suspect = faults.find((fault) => v8Message(fault.reason, contextOf(fault)) !== undefined);
  return { refusal: undefined, suspicion: suspect && inWordsOfV8(suspect, contextOf(suspect), text) };
}

function inWordsOfV8(fault: Fault, context: FaultContext, text: string): Refusal {
  const message = v8Message(fault.reason, context) ?? fault.message.replace(/\s*\(\d+:\d+\)$/, "");
  return new Refusal(undefined, message, fault.at, endOf(text, fault.at));
}

interface Fault {
  readonly reason: string;
  readonly at: number;
  readonly expected: string | undefined;
  readonly message: string;
}

function faultOf(error: unknown, text: string): Fault {
  if (!(error instanceof Error) || !("pos" in error) || typeof error.pos !== "number") throw error;
  const details = "details" in error ? error.details : undefined;
  const expected =
    typeof details === "object" && details !== null && "expected" in details ? details.expected : undefined;
  const reason = "reasonCode" in error ? String(error.reasonCode) : "";
  return {
    reason,
    // Babel has it where the semicolon would stand, Node at what stands there instead.
    at: reason === "MissingSemicolon" ? error.pos + spaceAt(text, error.pos) : error.pos,
    expected: typeof expected === "string" ? expected : undefined,
    message: error.message,
  };
}

function endOf(text: string, at: number): number {
  return at + Math.max(tokenAt(text, at).text.length, 1);
}

function spaceAt(text: string, at: number): number {
  return /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/.exec(text.slice(at))?.[0].length ?? 0;
}
