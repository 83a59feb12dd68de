import { finished } from "../contract/program.ts";
import type { Engine, EngineKind } from "../engine.ts";

/** Something in which an engine is meant to differ from real Node. */
export interface Deviation {
  /** Unique; in small letters and hyphens. */
  readonly id: string;
  readonly engines: readonly EngineKind[];
  /** What differs, and what to do instead. Sentences. */
  readonly text: string;
  readonly proof: DeviationProof;
}

/** What holds a deviation to the truth: when the difference is gone, a test fails until it is off the list. */
export type DeviationProof =
  /** A program (`main.js`, an ES module) that writes `here` on the engine and `node` in real Node. */
  | { readonly kind: "program"; readonly program: string; readonly here: string; readonly node: string }
  /** A test or a suite that shows it: its file, from the root of the repository, and words in its name. */
  | { readonly kind: "test"; readonly file: string; readonly words: string };

/** Runs a deviation's program; resolves with what it wrote to stdout. */
export async function writtenBy(engine: Engine, program: string): Promise<string> {
  await engine.mount({ "package.json": '{ "type": "module" }', "main.js": program });
  const { stdout } = await finished(await engine.spawn("node", ["main.js"]));
  return stdout.trim();
}
