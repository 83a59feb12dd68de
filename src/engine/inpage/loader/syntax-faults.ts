import { faultContext, tokenAt } from "./fault-context.ts";
import { Refusal } from "./refusal.ts";
import { stripperMessage } from "./stripper-messages.ts";
import { v8Message } from "./v8-messages.ts";

export interface FaultGoal {
  readonly typescript: boolean;
  readonly sourceType: "module" | "script";
}

/**
 * The first of Babel's errors in the words of Node. Of a TypeScript file Node's stripper speaks first, with a
 * code; what it lets pass, V8 finds, as in JavaScript. `undefined`: Node takes the program.
 */
export function refusalOf(errors: readonly unknown[], text: string, goal: FaultGoal): Refusal | undefined {
  const faults = errors.map((error) => faultOf(error, text));
  if (goal.typescript) {
    for (const fault of faults) {
      const context = faultContext(text, fault.at, fault.expected, goal.sourceType === "module");
      const message = stripperMessage(fault.reason, context);
      if (message === undefined) continue;
      return new Refusal("ERR_INVALID_TYPESCRIPT_SYNTAX", message, fault.at, endOf(text, fault.at));
    }
  }
  const [first] = faults;
  if (first === undefined) return undefined;
  const context = faultContext(text, first.at, first.expected, goal.sourceType === "module");
  const message = v8Message(first.reason, context) ?? first.message.replace(/\s*\(\d+:\d+\)$/, "");
  return new Refusal(undefined, message, first.at, endOf(text, first.at));
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
