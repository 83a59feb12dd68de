import type { Engine } from "../../engine/engine.ts";

const PROGRAM = 'import "keepsake";\nimport "express";\n';

/**
 * Has Node compile the library once, with no learner's code near: then each program starts quicker. It proves too that
 * programs can run; rejects when not.
 */
export async function compileLibrary(engine: Engine): Promise<void> {
  await engine.mount({ "compile.ts": PROGRAM });
  const { exit, output } = await engine.spawn("node", ["compile.ts"]);
  let said = "";
  for await (const { text } of output) said += text;
  const { code } = await exit;
  if (code !== 0) throw new Error(`A program could not be started. ${said.trim()}`);
}
