import { Workspace } from "../workspace.ts";
import type { DraftChannel, FileNews } from "./draft-channel.ts";
import { DraftKeeper } from "./draft-keeper.ts";
import type { DraftStore } from "./draft-store.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";
import { storageJournal } from "./unsaved-journal.ts";

export const starter = { "server.ts": "start", "cart.ts": "empty" };

export function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => kept.delete(key),
    setItem: (key, value) => kept.set(key, value),
  };
}

export interface Visit {
  readonly store?: DraftStore;
  readonly storage?: Storage;
  readonly channel?: DraftChannel;
  readonly files?: Record<string, string>;
  readonly nowMs?: () => number;
}

/** One page on the same exercise: what a reload or another tab is. */
export async function visit({
  store = memoryDraftStore(),
  storage = memoryStorage(),
  channel,
  files,
  nowMs,
}: Visit = {}) {
  const workspace = new Workspace(files ?? starter);
  const keeper = new DraftKeeper({
    ownerId: "cart",
    workspace,
    store,
    journal: storageJournal(() => storage),
    nowMs: nowMs ?? Date.now,
    ...(channel === undefined ? {} : { channel }),
  });
  await keeper.restore();
  return { workspace, keeper, store, storage };
}

interface PostBox {
  listener?: (news: readonly FileNews[]) => void;
  waiting: (readonly FileNews[])[];
}

/** Channels between tabs that deliver when told to, each message to every other tab, in order. */
export class Post {
  readonly #tabs: PostBox[] = [];

  channel(): DraftChannel {
    const own: PostBox = { waiting: [] };
    this.#tabs.push(own);
    return {
      tell: (news) => {
        for (const tab of this.#tabs) if (tab !== own) tab.waiting.push(news);
      },
      onTold: (listener) => {
        own.listener = listener;
      },
      close: () => undefined,
    };
  }

  /** Answers whether there was anything. */
  deliver(tab: number): boolean {
    const news = this.#tabs[tab]?.waiting.shift();
    if (news !== undefined) this.#tabs[tab]?.listener?.(news);
    return news !== undefined;
  }

  deliverAll(): void {
    for (const tab of this.#tabs.keys()) while (this.deliver(tab));
  }
}
