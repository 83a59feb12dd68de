import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { writeAssets } from "../../engine/inpage/assets.ts";
import { gradeTestsPlugin } from "../grade-tests-plugin.ts";

/**
 * Builds a site of one page that has the grader (see page.ts) into a new temporary folder, and returns it. `root` is the
 * folder of another page's index.html.
 */
export async function buildTestSite(root = fileURLToPath(new URL(".", import.meta.url))): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-grader-"));
  await build({
    configFile: false,
    logLevel: "error",
    root,
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, target: "es2024" },
    plugins: [gradeTestsPlugin()],
    worker: { format: "es", plugins: () => [gradeTestsPlugin()] },
  });
  await writeAssets({ folder: join(folder, "engine") });
  return folder;
}
