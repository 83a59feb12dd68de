import { Bash } from "just-bash/browser";

/** A part of a line that is run by itself, so that what it prints is seen before the next one begins. */
export interface Piece {
  readonly script: string;
  /** Run only when the one before succeeded (`&&`), or failed (`||`). */
  readonly when: "always" | "success" | "failure";
  /**
   * One plain command, whose output goes nowhere but to the screen: what it prints may be shown as it comes. Its name,
   * when it is.
   */
  readonly direct: string | undefined;
}

export interface Statement {
  readonly pieces: readonly Piece[];
  /** It ended with `&`. */
  readonly background: boolean;
  readonly text: string;
}

/** The line is not finished: a quote is open, a loop has no end, a backslash is last. */
export class UnfinishedLine extends Error {}

/** The line cannot be read; the message is bash's. */
export class UnreadableLine extends Error {}

type Script = ReturnType<Bash["transform"]>["ast"];
type Pipeline = Script["statements"][number]["pipelines"][number];

const UNFINISHED = /EOF|unterminated/;
/** A backslash is last, or something that wants a command after it. */
const GOES_ON = /(?:^|[^\\])(?:\\\\)*\\$|(?:&&|\|)\s*$/;

/** Cuts a line into what is run one after another. Throws {@link UnfinishedLine} or {@link UnreadableLine}. */
export function readScript(line: string): readonly Statement[] {
  if (GOES_ON.test(line)) throw new UnfinishedLine();
  const reader = new Bash({ defenseInDepth: false });
  let script: Script;
  try {
    script = reader.transform(line).ast;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw UNFINISHED.test(message) ? new UnfinishedLine(message) : new UnreadableLine(`bash: ${message}`);
  }
  for (const { deferredError } of script.statements) {
    if (deferredError !== undefined) throw new UnreadableLine(`bash: ${deferredError.message}`);
  }
  return script.statements.map((statement) => {
    const { pipelines, operators, background, sourceText } = statement;
    const text = (sourceText ?? line).replace(/\s*&\s*$/, "");
    const pieces = pipelines.map((pipeline, index): Piece => {
      const operator = index === 0 ? undefined : operators[index - 1];
      return {
        script: pipelines.length === 1 ? text : written(script, statement, pipeline),
        when: operator === "&&" ? "success" : operator === "||" ? "failure" : "always",
        direct: directCommand(pipeline),
      };
    });
    return { pieces, background, text };
  });
}

/** One pipeline of many as text. */
function written(script: Script, statement: Script["statements"][number], pipeline: Pipeline): string {
  const one = {
    ...script,
    statements: [{ ...statement, pipelines: [pipeline], operators: [], background: false }],
  };
  const writer = new Bash({ defenseInDepth: false });
  writer.registerTransformPlugin({ name: "one pipeline", transform: () => ({ ast: one }) });
  return writer.transform("").script;
}

function directCommand({ commands, negated, timed }: Pipeline): string | undefined {
  const [command] = commands;
  if (commands.length !== 1 || command?.type !== "SimpleCommand" || negated || timed === true)
    return undefined;
  if (command.redirections.length > 0 || command.name === null) return undefined;
  // What a substitution prints is an argument, not output.
  if (/"(?:CommandSubstitution|ProcessSubstitution)"/.test(JSON.stringify(command))) return undefined;
  const [part, ...others] = command.name.parts;
  return part?.type === "Literal" && others.length === 0 ? part.value : undefined;
}
