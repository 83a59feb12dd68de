import { cp } from "node:fs/promises";
import { join } from "node:path";
import { bootCellEngine, type CellEngineOptions } from "./cell-engine.ts";

const PROGRAM = 'import "keepsake";\nimport "express";\n';

/**
 * Has Node compile the library once, in a cell and with no learner's code near, and copies the result to `folder`, which
 * is returned: then each program starts quicker. It proves too that a cell can be had; rejects when not.
 */
export async function compileLibrary(options: CellEngineOptions, folder: string): Promise<string> {
  const engine = await bootCellEngine(options);
  try {
    await engine.mount({ "compile.ts": PROGRAM });
    const { exit, output } = await engine.spawn("node", ["compile.ts"]);
    let said = "";
    for await (const { text } of output) said += text;
    const { code } = await exit;
    if (code !== 0) throw new Error(`A program could not be started in its cell. ${said.trim()}`);
    await cp(join(engine.folder, "..", "compiled"), folder, { recursive: true });
    return folder;
  } finally {
    await engine.teardown();
  }
}
