/**
 * Runs the benchmarks one after another and writes what they print into the README, between its two marks:
 *
 *     npm run bench
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BENCHMARKS = ["session", "engine", "user-agent", "inspector", "check", "lighthouse"];
const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const run = promisify(execFile);

const outputs: string[] = [];
for (const name of BENCHMARKS) {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL(`${name}.ts`, import.meta.url))], {
    maxBuffer: 16 * 1024 * 1024,
  });
  console.log(stdout);
  outputs.push(stdout.trim().replace(/^## /gm, "### "));
}
const text = await readFile(readme, "utf8");
const figures = `$1\n\nMedians of interleaved runs on a shared machine with two cores: the ratios are what counts.\n\n${outputs.join("\n\n").replaceAll("$", "$$$$")}\n\n$2`;
await writeFile(readme, text.replace(/(<!-- figures: [^>]*-->)[\s\S]*?(<!-- \/figures -->)/, figures));
