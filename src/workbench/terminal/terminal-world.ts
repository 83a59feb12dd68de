import type { Engine } from "../../engine/engine.ts";
import type { Clock } from "../../web/clock.ts";
import type { CookieJar } from "../../web/cookie-jar.ts";
import type { Exchange } from "../../web/exchange.ts";
import type { Network } from "../../web/network.ts";
import type { LearnersFiles } from "./shell/written-through.ts";

/** What the terminal reaches: a bench, seen from the command line. */
export interface TerminalWorld {
  /** The machine, booted, with the learner's files as they are now. Rejects when it cannot be. */
  readonly machine: () => Promise<Engine>;
  readonly network: Network;
  readonly clock: Clock;
  readonly learnersFiles: LearnersFiles;
  /** Puts an exchange on the timeline. */
  readonly onExchange: (exchange: Exchange) => void;
  /** What Run started, as it is now. */
  readonly programs: () => readonly RunningProgram[];
  /** The browsers' names. */
  readonly browsers: () => readonly string[];
  /** A browser's cookies. `undefined` when there is no such browser. */
  readonly jar: (browser: string) => Promise<CookieJar | undefined>;
  /** Shows a file in the editor; makes it the learner's when it is not. */
  readonly openInEditor: (path: string, text: string) => void;
}

export interface RunningProgram {
  /** "node server.ts" */
  readonly commandLine: string;
  readonly ports: readonly number[];
  stop(): Promise<void>;
}
