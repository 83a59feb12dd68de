import { effect } from "@preact/signals";
import { afterEach, expect, it } from "vitest";
import type { Engine } from "../../engine/engine.ts";
import { bootLocalEngine } from "../../engine/local/local-engine.ts";
import { SessionFiles } from "./session-files.ts";

let engine: Engine;
let files: SessionFiles;

afterEach(async () => {
  files.close();
  await engine.teardown();
});

const hash = (digit: string) => digit.repeat(64);
const times = { createdAtMs: 1, renewedAtMs: 1, idleDeadlineMs: 2, absoluteDeadlineMs: 3, permanent: true };
const record = (data: object) => JSON.stringify({ data, flash: {}, ...times, lastToken: 0, keepsake: 1 });

function untilShown(test: (kinds: readonly string[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (!test(files.shown.value.map(({ content }) => content.kind))) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

it("shows each session file for what it is, and follows changes", async () => {
  engine = await bootLocalEngine();
  await engine.mount({
    [`data/sessions/${hash("a")}.json`]: record({ cart: [1] }),
    [`data/sessions/${hash("b")}.json`]: "{",
    "data/sessions/other.json": record({}),
  });
  files = new SessionFiles(engine);
  await untilShown((kinds) => kinds.length === 2);
  expect(files.shown.peek()).toEqual([
    {
      path: `data/sessions/${hash("a")}.json`,
      key: "aaaaaaaaaaaa",
      content: {
        kind: "record",
        record: expect.objectContaining({ data: { cart: [1] }, idleDeadlineMs: 2 }),
      },
    },
    { path: `data/sessions/${hash("b")}.json`, key: "bbbbbbbbbbbb", content: { kind: "unreadable" } },
  ]);
  await engine.fs.writeFile(
    `data/sessions/${hash("b")}.json`,
    `${JSON.stringify({ sealed: "sealed1.x", expiresAtMs: 5, lastToken: 0, keepsake: 1 })}\n`,
  );
  await untilShown((kinds) => kinds.includes("sealed"));
  await engine.fs.remove(`data/sessions/${hash("a")}.json`);
  await untilShown((kinds) => kinds.length === 1);
  expect(files.count.peek()).toBe(1);
});
