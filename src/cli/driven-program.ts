import type { WireExchange, WireStep } from "../course/wire.ts";
import type { Exchange } from "../web/exchange.ts";
import type { CommitView } from "../workbench/commit-view.ts";
import type { SentRequest } from "./check-lessons-browser.ts";

/** What runs while wire blocks are carried out, with the browsers that drive it. */
export interface DrivenProgram {
  /** Does what the step says; nothing for an exchange. */
  take(step: WireStep): Promise<void>;
  send(step: WireExchange): Promise<SentRequest[]>;
  /** Whole, from what a wire block says. */
  address(target: string): string;
  /** What the session did in that exchange. Rejects when no commit is told of in time. */
  commit(exchange: Exchange): Promise<CommitView>;
}
