import type { MdxJsxFlowElement } from "satteri";
import { misplacedMark, parseCodeMeta } from "./code-meta.ts";
import { CourseError } from "./course-error.ts";
import { readBenchBlock } from "./lesson-bench.ts";
import { completeSetup, programFiles, type Setup, type SetupSpec } from "./setup.ts";
import { FIRST_AGENT, parseWire, type WireExchange, type WireStep } from "./wire.ts";

/** A `<Playground>` of a lesson: a program, and what one sees when one drives it. */
export interface LessonPlayground {
  /** Permanent and unique in the course: the learner's edits are kept by it. */
  readonly id: string;
  readonly title: string;
  readonly file: string;
  readonly line: number;
  /** Path to text, as written. */
  readonly files: Readonly<Record<string, string>>;
  /** The line in the lesson on which each file's first line stands. */
  readonly lines: Readonly<Record<string, number>>;
  readonly entry: string;
  /** What its `bench` block says, or the short form. */
  readonly spec: SetupSpec;
  /** The same, complete. */
  readonly setup: Setup;
  /** A path of the first host, or a whole address. */
  readonly startPath: string;
  readonly view: "browser" | "requests";
  readonly clock: boolean;
  /** It offers a terminal. */
  readonly terminal: boolean;
  /** What is wrong with it, on purpose; its wire blocks show the fault. */
  readonly broken: string | undefined;
  readonly steps: readonly WireStep[];
  /** What one sees once it is mended: of the blocks that are `mended`. Empty: the lesson does not show it. */
  readonly mendedSteps: readonly WireStep[];
  /** The browsers of its bench block and those that its wire blocks use, in order. */
  readonly agents: readonly string[];
}

/** Where the program of a playground without a bench block listens. */
export const PLAYGROUND_PORT = 7148;

const attributeNames = ["id", "title", "entry", "start", "view", "clock", "terminal", "broken"];

/** Throws {@link CourseError} when something is missing or unknown. */
export function readPlayground(element: MdxJsxFlowElement, file: string): LessonPlayground {
  const line = element.position?.start.line ?? 1;
  const attributes = readAttributes(element, attributeNames, file);
  const id = attributes.get("id");
  const title = attributes.get("title");
  if (id === undefined || title === undefined) {
    throw new CourseError(file, line, 'A <Playground> needs id="…" (permanent, unique) and title="…".');
  }
  const files: Record<string, string> = {};
  const lines: Record<string, number> = {};
  const steps: WireStep[] = [];
  let bench: Partial<SetupSpec> = {};
  for (const child of element.children) {
    if (child.type !== "code") continue;
    const firstLine = (child.position?.start.line ?? line) + 1;
    if (child.lang === "wire") {
      steps.push(...parseWire(child.value, file, firstLine));
      continue;
    }
    const meta = parseCodeMeta(child.meta);
    if (child.lang === "json" && meta.has("bench")) {
      bench = readBenchBlock(child.value, file, firstLine);
      continue;
    }
    const misplaced = misplacedMark(meta, child.value);
    if (misplaced !== undefined) {
      throw new CourseError(file, firstLine - 1, `${misplaced} names a line that the block does not have.`);
    }
    const path = meta.get("file");
    if (path === undefined) {
      throw new CourseError(
        file,
        firstLine - 1,
        'A code block in a <Playground> needs file="server.ts", or to be a wire or a json bench block.',
      );
    }
    if (path in files)
      throw new CourseError(file, firstLine - 1, `The playground "${id}" has two files ${path}.`);
    files[path] = `${child.value}\n`;
    lines[path] = firstLine;
  }
  const entry = attributes.get("entry") ?? "server.ts";
  const spec: SetupSpec = { entry, port: PLAYGROUND_PORT, ...bench };
  const setup = completeSetup(spec);
  for (const program of programFiles(setup)) {
    if (program in files) continue;
    throw new CourseError(
      file,
      line,
      `The playground "${id}" has no file ${program}: add it, or name another with entry="…" or in its bench block.`,
    );
  }
  const view = attributes.get("view") ?? "requests";
  if (view !== "browser" && view !== "requests") {
    throw new CourseError(file, line, `view="${view}" must be "browser" or "requests".`);
  }
  if (!steps.some((step) => step.kind === "exchange")) {
    throw new CourseError(
      file,
      line,
      `The playground "${id}" shows nothing: add a wire block with a request and its response.`,
    );
  }
  requireProcesses(setup, steps, file);
  return {
    id,
    title,
    file,
    line,
    files,
    lines,
    entry,
    spec,
    setup,
    startPath: attributes.get("start") ?? "/",
    view,
    clock: attributes.has("clock"),
    terminal: attributes.has("terminal"),
    broken: attributes.get("broken"),
    steps,
    mendedSteps: [],
    agents: agentsOf(spec, steps),
  };
}

/** The playground with the steps of a later block. */
export function withSteps(
  playground: LessonPlayground,
  later: readonly WireStep[],
  { mended }: { readonly mended: boolean },
): LessonPlayground {
  requireProcesses(playground.setup, later, playground.file);
  const steps = mended ? playground.steps : [...playground.steps, ...later];
  const mendedSteps = mended ? [...playground.mendedSteps, ...later] : playground.mendedSteps;
  return { ...playground, steps, mendedSteps, agents: agentsOf(playground.spec, [...steps, ...mendedSteps]) };
}

function agentsOf({ browsers }: SetupSpec, steps: readonly WireStep[]): string[] {
  const named = steps.flatMap((step) => (step.kind === "exchange" ? [step.agent] : []));
  return [...new Set([...(browsers ?? [FIRST_AGENT]), ...named])];
}

function requireProcesses({ processes }: Setup, steps: readonly WireStep[], file: string): void {
  for (const step of steps) {
    if (step.kind !== "stop" && step.kind !== "start") continue;
    if (processes.some(({ name }) => name === step.process)) continue;
    const names = processes.map(({ name }) => name).join(", ");
    throw new CourseError(file, step.line, `"@${step.kind} ${step.process}": the processes are ${names}.`);
  }
}

/** Attributes with plain text as value, or none (""). Throws for another kind, and for a name not in `known`. */
export function readAttributes(
  element: MdxJsxFlowElement,
  known: readonly string[],
  file: string,
): ReadonlyMap<string, string> {
  const line = element.position?.start.line ?? 1;
  const found = new Map<string, string>();
  for (const attribute of element.attributes) {
    if (
      attribute.type !== "mdxJsxAttribute" ||
      (typeof attribute.value === "object" && attribute.value !== null)
    ) {
      throw new CourseError(file, line, `<${element.name}> takes text attributes only: write name="text".`);
    }
    if (!known.includes(attribute.name)) {
      throw new CourseError(
        file,
        line,
        `<${element.name}> has no attribute "${attribute.name}". It has: ${known.join(", ")}.`,
      );
    }
    found.set(attribute.name, attribute.value ?? "");
  }
  return found;
}

/** A request that the playground offers as a button. */
export interface OfferedRequest {
  readonly label?: string;
  readonly method: string;
  /** A path of the first host, or a whole address. */
  readonly path: string;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Sent besides, but for Content-Type. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** Of a header, in a button's text. */
const SHOWN_HEADER_CHARACTERS = 32;

/** The distinct requests of the wire blocks that the reader makes, in order. */
export function offeredRequests(playground: LessonPlayground): OfferedRequest[] {
  const offered = new Map<string, OfferedRequest>();
  for (const step of [...playground.steps, ...playground.mendedSteps]) {
    // What a page does has its link or button in that page.
    if (step.kind !== "exchange" || step.from !== undefined || step.byItself) continue;
    const { method, target, body, headers } = step.request;
    const key = JSON.stringify([method, target, body, headers]);
    if (!offered.has(key)) offered.set(key, offeredRequest(step));
  }
  return [...offered.values()];
}

function offeredRequest({ request }: WireExchange): OfferedRequest {
  const { method, target: path, body } = request;
  const type = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  const headers = request.headers.filter(([name]) => name.toLowerCase() !== "content-type");
  const added = headers.length === 0 ? {} : { headers };
  const shown = headers.map(([name, value]) => ` (${name}: ${cut(value)})`).join("");
  const named = shown === "" && body === "" ? {} : { label: `${method} ${path} ${body}`.trimEnd() + shown };
  const plain = { ...named, method, path, ...added };
  if (body === "") return plain;
  if (type.startsWith("application/json")) return { ...plain, json: JSON.parse(body) };
  return { ...plain, form: Object.fromEntries(new URLSearchParams(body)) };
}

function cut(text: string): string {
  return text.length > SHOWN_HEADER_CHARACTERS ? `${text.slice(0, SHOWN_HEADER_CHARACTERS)}…` : text;
}
