import { EngineError } from "../engine/engine.ts";

/** An error as a sentence for the learner. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof EngineError || /[.!?]$/.test(message)) return message;
  return `${message}.`;
}
