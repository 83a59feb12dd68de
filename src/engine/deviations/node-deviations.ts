import { listedDifferences } from "../inpage/comparison/differences.ts";
import { refusedModules } from "../inpage/node/refused.ts";
import type { Deviation } from "./deviation.ts";

const ALL = ["inpage", "webcontainer", "local"] as const;
const REAL_NODE = ["webcontainer", "local"] as const;

const languageOfThePage: readonly Deviation[] = [
  {
    id: "async-local-storage",
    engines: ["inpage"],
    text: "AsyncLocalStorage is refused, because a page would lose its store at every await. Keep what belongs to a request on the request.",
    proof: {
      kind: "program",
      program: `
        import { AsyncLocalStorage } from "node:async_hooks";
        try { new AsyncLocalStorage(); console.log("made"); } catch (error) { console.log(error.code); }
      `,
      here: "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
      node: "made",
    },
  },
  {
    id: "no-way-out",
    engines: ["inpage"],
    text: "A program reaches the ports of its own machine and nothing else: no other host, no name service.",
    proof: {
      kind: "test",
      file: "src/engine/inpage/node/http/http.test.ts",
      words: "fetches from its own ports, and from nowhere else",
    },
  },
];

/** Modules of Node that a page cannot give: each is refused in its own sentence. */
const refused: readonly Deviation[] = [...refusedModules].map(([name, text]) => ({
  id: `module-${name.replaceAll(/[/_]/g, "-")}`,
  engines: ["inpage"],
  text,
  proof: {
    kind: "program",
    program: `
      const refused = (error) => error.message.endsWith(${JSON.stringify(text)});
      try { await import("node:${name}"); console.log("there"); }
      catch (error) { console.log(refused(error) ? "refused" : error.message); }
    `,
    here: "refused",
    node: "there",
  },
}));

/** What the comparison with real Node has found and left; each is looked for there at every run. */
const compared: readonly Deviation[] = [
  ...new Map(
    listedDifferences.map(({ program, request, places, reason }) => {
      const where = places.includes("chromium") ? "" : ` Seen in ${places.join(" and ")}.`;
      return [reason, { program, request, text: `${capitalised(reason)}.${where}` }] as const;
    }),
  ).values(),
].map(({ program, request, text }, index) => ({
  id: `compared-${index + 1}`,
  engines: ["inpage"],
  text,
  proof: {
    kind: "test",
    file: "src/engine/inpage/comparison/differences.ts",
    words: request.split(" ")[1] ?? program,
  },
}));

const machines: readonly Deviation[] = [
  {
    id: "ports-of-the-machine",
    engines: ALL,
    text: "A port belongs to the engine's machine. The workbook's browsers and its terminal reach it; your own browser's address bar does not.",
    proof: {
      kind: "test",
      file: "src/engine/deviations/deviations.test.ts",
      words: "a port of an engine is no port of this computer",
    },
  },
  {
    id: "date-is-movable",
    engines: ALL,
    text: "Date tells the workbook's time, which the learner can move. Timers and performance.now() keep real time.",
    proof: {
      kind: "test",
      file: "src/engine/contract/clock.ts",
      words: "the clock moves Date in running and later processes, and nothing else",
    },
  },
  {
    id: "output-is-cut",
    engines: ALL,
    text: "What a process writes is cut at 2 MB, which is said once.",
    proof: {
      kind: "test",
      file: "src/engine/contract/limits.ts",
      words: "10 MB of output is cut at the limit, said once, and the program runs on",
    },
  },
  {
    id: "packages-are-brought",
    engines: ALL,
    text: "There is no npm install: a program imports the packages that the course brings. Another one is not found.",
    proof: {
      kind: "test",
      file: "src/engine/deviations/deviations.test.ts",
      words: "a package that the course does not bring is not found",
    },
  },
  {
    id: "real-node-no-input",
    engines: REAL_NODE,
    text: "A program has no standard input: it reads the end at once.",
    proof: {
      kind: "test",
      file: "src/engine/deviations/deviations.test.ts",
      words: "a program's standard input ends at once",
    },
  },
  {
    id: "container-not-booted-in-tests",
    engines: ["webcontainer"],
    text: "The course's own tests use a double of WebContainer; the real one is booted only where somebody asks for that test. Its Node is StackBlitz's, and another version than yours.",
    proof: {
      kind: "test",
      file: "src/engine/webcontainer/network.browser.test.ts",
      words: "boots a real WebContainer and passes the probe",
    },
  },
  {
    id: "container-shell",
    engines: ["webcontainer"],
    text: "A server that was started from the container's own shell is not reached by the workbook's browsers, and its clock does not move.",
    proof: {
      kind: "test",
      file: "src/engine/webcontainer/webcontainer-engine.test.ts",
      words: "opens a shell at a terminal in the folder of the files",
    },
  },
];

/** Every way in which an engine is meant to differ from real Node. */
export const nodeDeviations: readonly Deviation[] = [
  ...machines,
  ...languageOfThePage,
  ...compared,
  ...refused,
];

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
