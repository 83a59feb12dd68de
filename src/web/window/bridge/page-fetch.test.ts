import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { FRAME_BODY_LIMIT_BYTES, FRAME_TEXT_LIMIT, type FrameMessage } from "../frame-messages.ts";
import { BridgePort } from "./bridge-port.ts";
import { PageFetch } from "./page-fetch.ts";

const shop = "http://localhost:7148/";

/** A document that says nothing of referrers. */
class QuietObserver {
  observe(): void {}
  takeRecords(): [] {
    return [];
  }
}

beforeAll(() => void vi.stubGlobal("MutationObserver", QuietObserver));
afterAll(() => void vi.unstubAllGlobals());

/** A bridge, and what the window hears of it. */
function stage() {
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise<FrameMessage>((resolve) => {
    port2.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
      resolve(data);
      port2.close();
    };
  });
  return { port: new BridgePort(port1), heard };
}

it("rejects a fetch whose body or text is over the limit, and says the limit", async () => {
  const { port, heard } = stage();
  const pageFetch = new PageFetch(port);
  const post = (init: RequestInit) => pageFetch.send(new Request(shop, { method: "POST", ...init }), "empty");
  await expect(post({ body: new Uint8Array(FRAME_BODY_LIMIT_BYTES + 1) })).rejects.toThrow(
    new TypeError(
      "Failed to fetch: A body or file of 67108865 bytes is more than a page may send here, which is 67108864.",
    ),
  );
  await expect(post({ headers: { "X-Own": "x".repeat(FRAME_TEXT_LIMIT + 1) } })).rejects.toThrow(
    /^Failed to fetch: A text of 1048577 characters/,
  );
  port.say({ kind: "left" });
  expect(await heard).toEqual({ kind: "left" });
});

it("says in the console that a form with too long a field was not sent", async () => {
  const { port, heard } = stage();
  port.say({
    kind: "submit",
    action: shop,
    method: "post",
    encoding: "text/plain",
    entries: [["note", "x".repeat(FRAME_TEXT_LIMIT + 1)]],
    userActivated: true,
    target: "self",
    referrerPolicy: "",
  });
  expect(await heard).toEqual({
    kind: "console",
    level: "error",
    text: "Not sent (submit): A text of 1048577 characters is more than a page may send here, which is 1048576.",
  });
});
