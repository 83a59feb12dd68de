/**
 * Grades the shopping cart on an engine of Node, in a process of its own, because grade tests are imported by Node
 * itself. Its argument is "local" or "webcontainer" (the double); it prints `{ name: verdict }`.
 */
import "../grader/grade-test-modules.ts";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { runAgainWhenLate } from "../cli/run-again-when-late.ts";
import { loadExercise } from "../course/load-exercise.ts";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { bootWebContainer } from "../engine/webcontainer/boot-webcontainer.ts";
import { ContainerDouble } from "../engine/webcontainer/container-double.fixture.ts";
import { containerFiles } from "../engine/webcontainer/container-files.ts";
import { failureMessages } from "../grader/grade.ts";
import { gradedFiles, SEED, verdict } from "./graded-files.ts";

const { gradeInNode } = await import("../cli/grade-in-node.ts");
const loaded = await loadExercise(fileURLToPath(new URL("../../", import.meta.url)), "shopping-cart");
const content = JSON.stringify(await containerFiles());
const server = createServer((_request, response) => {
  response.setHeader("content-type", "application/json").end(content);
}).listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const files = `http://127.0.0.1:${(server.address() as AddressInfo).port}/files.json`;
const api = new ContainerDouble();

const boots: Readonly<Record<string, () => Promise<Engine>>> = {
  local: () => bootLocalEngine(),
  webcontainer: () => bootWebContainer({ files, timeoutMs: 60_000, loadApi: async () => api }),
};
const bootEngine = boots[process.argv[2] ?? ""];
if (bootEngine === undefined) throw new Error('Name an engine: "local" or "webcontainer".');
const verdicts: Record<string, unknown> = {};
for (const [name, graded] of gradedFiles(loaded)) {
  const grade = await runAgainWhenLate(
    () => gradeInNode({ loaded, files: graded, seed: SEED, programs: "shared", bootEngine }),
    failureMessages,
  );
  verdicts[name] = verdict(grade);
}
server.close();
process.stdout.write(JSON.stringify(verdicts));
