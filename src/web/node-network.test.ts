import { afterAll, beforeAll, expect, it } from "vitest";
import { NodeNetwork } from "./node-network.ts";
import { ScriptedServer } from "./scripted-server.fixture.ts";

const server = new ScriptedServer();

beforeAll(() => server.start());
afterAll(() => server.stop());

const url = new URL("http://shop.test/");
const context = { exchangeId: "1" };

function post(body: ReadableStream<Uint8Array>) {
  return { method: "POST", target: "/", headers: [["Host", "shop.test"]], body } as const;
}

it("a body that goes on for ever ends where nothing listens, and is let go", async () => {
  const { promise: cancelled, resolve } = Promise.withResolvers<void>();
  const endless = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(1)),
    cancel: () => resolve(),
  });
  const sending = new NodeNetwork(() => 1).send(url, post(endless), context);
  await expect(sending).rejects.toMatchObject({ code: "connection-refused" });
  await cancelled;
});

it("streams a body", async () => {
  const network = new NodeNetwork(() => server.port);
  const { body } = await network.send(url, post(new Blob(["a", "b"]).stream()), context);
  expect(await new Response(body).text()).toBe("fine");
  expect(server.seen.at(-1)?.body).toBe("ab");
});

it("a body that breaks off breaks the request", async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("gone")),
  });
  const sending = new NodeNetwork(() => server.port).send(url, post(broken), context);
  await expect(sending).rejects.toMatchObject({ code: "connection-reset" });
});
