import { channel } from "node:diagnostics_channel";
import type { RedisServer } from "./redis-server.ts";
import { snapshotOf } from "./snapshot.ts";

/** Changes that come together are told together. */
const TOGETHER_MS = 30;

/** Tells the page what the server holds, on the diagnostics channel `keepsake:redis`. */
export function publishSnapshots(): { of(server: RedisServer): void; changed(): void } {
  const told = channel("keepsake:redis");
  let server: RedisServer | undefined;
  let isDue = false;
  const publish = () => {
    isDue = false;
    if (server !== undefined) told.publish(snapshotOf(server));
  };
  return {
    of(one) {
      server = one;
      publish();
    },
    changed() {
      if (isDue) return;
      isDue = true;
      setTimeout(publish, TOGETHER_MS).unref();
    },
  };
}
