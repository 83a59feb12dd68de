import type { DraftChannel } from "./draft-keeper.ts";
import type { FileDraft } from "./draft-store.ts";

/** Tells the other tabs of this browser that have the same exercise open. */
export function tabChannel(ownerId: string): DraftChannel {
  const channel = new BroadcastChannel(`keepsake:drafts:${ownerId}`);
  return {
    tell: (drafts) => channel.postMessage(drafts),
    onTold: (listener) =>
      channel.addEventListener("message", (event: MessageEvent<readonly FileDraft[]>) =>
        listener(event.data),
      ),
    close: () => channel.close(),
  };
}
