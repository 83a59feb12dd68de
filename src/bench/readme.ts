/**
 * Runs benchmarks one after another and writes what they print into the README, between its two marks:
 *
 *     npm run bench                            # all but those that fetch foreign packages
 *     npm run bench -- sandbox typing-latency  # these; what the README has of others stays
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { benchmarks } from "./figures/benchmarks.ts";
import { withFigures } from "./figures/readme-figures.ts";

const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const run = promisify(execFile);

const asked = process.argv.slice(2);
const names = benchmarks.map(({ name }) => name);
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(", ")}. There are: ${names.join(", ")}.`);
  process.exit(2);
}
const chosen = benchmarks.filter(({ name, isOnlyByName = false }) =>
  asked.length > 0 ? asked.includes(name) : !isOnlyByName,
);
for (const { name } of chosen) {
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL(`${name}.ts`, import.meta.url))], {
    maxBuffer: 16 * 1024 * 1024,
  });
  console.log(stdout);
  // At once: what one has measured is not lost when a later one fails.
  const text = await readFile(readme, "utf8");
  await writeFile(readme, withFigures(text, benchmarks, new Map([[name, stdout]])));
}
