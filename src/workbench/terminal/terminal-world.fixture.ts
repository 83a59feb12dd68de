import { signal } from "@preact/signals";
import { bootLocalEngine } from "../../engine/local/local-engine.ts";
import type { Exchange } from "../../web/exchange.ts";
import { Bench } from "../bench.ts";
import { DraftKeeper } from "../drafts/draft-keeper.ts";
import { memoryDraftStore } from "../drafts/memory-draft-store.ts";
import { noJournal } from "../drafts/unsaved-journal.ts";
import { benchWorld } from "./bench-world.ts";
import { openShell } from "./open-shell.ts";
import type { Shell } from "./shell/shell.ts";

/** What a line printed. */
export interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly hints: readonly string[];
  readonly exitCode: number;
}

/** A bench on real Node with a shell in front of it. */
export interface TrialTerminal {
  readonly bench: Bench;
  readonly drafts: DraftKeeper;
  readonly shell: Shell;
  /** What was opened in the editor. */
  readonly opened: readonly string[];
  /** `answer` says what is typed when a command asks; without it nobody sits there. */
  type(line: string, stop?: AbortSignal, answer?: (prompt: string) => string | undefined): Promise<Printed>;
  exchanges(): readonly Exchange[];
  close(): Promise<void>;
}

/** Keeps drafts as long as the bench. */
export function trialDrafts({ workspace }: Bench, store = memoryDraftStore()): DraftKeeper {
  return new DraftKeeper({ ownerId: "trial", workspace, store, journal: noJournal, nowMs: Date.now });
}

export function trialTerminal(
  files: Readonly<Record<string, string>>,
  port = 7148,
  store = memoryDraftStore(),
): TrialTerminal {
  const bench = new Bench({
    files,
    entry: "server.ts",
    port,
    agents: ["Alice", "Mallory"],
    bootEngine: () => bootLocalEngine(),
  });
  const drafts = trialDrafts(bench, store);
  const opened: string[] = [];
  const lines = signal<readonly string[]>([]);
  const { shell } = openShell(
    benchWorld(bench, drafts, (path) => opened.push(path)),
    () => lines.peek(),
  );
  return {
    bench,
    drafts,
    shell,
    opened,
    exchanges: () => bench.timeline.entries.peek().map(({ exchange }) => exchange),
    type: async (line, stop = new AbortController().signal, answer) => {
      let stdout = "";
      let stderr = "";
      const hints: string[] = [];
      lines.value = [...lines.peek(), line];
      const exitCode = await shell.run(
        line,
        {
          stdout: (text) => {
            stdout += text;
          },
          stderr: (text) => {
            stderr += text;
          },
          hint: (text) => hints.push(text),
          typist: answer && {
            ask: async (prompt) => answer(prompt),
            attach: () => () => undefined,
            size: () => ({ columns: 80, rows: 24 }),
          },
        },
        stop,
      );
      return { stdout, stderr, hints, exitCode };
    },
    close: () => bench.dispose(),
  };
}
