import type { Bench } from "../bench.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import { KeptFiles } from "./kept-files.ts";
import type { TerminalWorld } from "./terminal-world.ts";

/** A bench as the terminal sees it. `onOpen` shows a file that is the learner's by then. */
export function benchWorld(bench: Bench, drafts: DraftKeeper, onOpen: (path: string) => void): TerminalWorld {
  return {
    machine: () => bench.machineWithFiles(),
    network: bench.network,
    clock: bench.clock,
    learnersFiles: new KeptFiles({ bench, drafts, onBack: onOpen }),
    onExchange: (exchange) => bench.timeline.addExchange(exchange),
    programs: () =>
      bench.processes.flatMap(({ plan, state, stop }) => {
        const now = state.peek();
        if (now.kind !== "running" && now.kind !== "unresponsive") return [];
        return [{ commandLine: [plan.command, ...plan.args].join(" "), ports: now.ports, stop }];
      }),
    browsers: () => bench.agents.map(({ name }) => name),
    jar: async (browser) => (await bench.agents.find(({ name }) => name === browser)?.load())?.jar,
    openInEditor: (path, text) => {
      if (bench.workspace.read(path) === undefined) bench.workspace.write(path, text);
      onOpen(path);
    },
  };
}
