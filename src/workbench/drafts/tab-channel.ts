import type { DraftChannel, FileNews } from "./draft-channel.ts";

/** Tells the other tabs of this browser that have the same exercise open. */
export function tabChannel(ownerId: string): DraftChannel {
  const channel = new BroadcastChannel(`keepsake:drafts:${ownerId}`);
  return {
    tell: (news) => channel.postMessage(news),
    onTold: (listener) =>
      channel.addEventListener("message", (event: MessageEvent<readonly FileNews[]>) => listener(event.data)),
    close: () => channel.close(),
  };
}
