import { afterEach, expect, it } from "vitest";
import type { Engine } from "../../engine/engine.ts";
import { bootLocalEngine } from "../../engine/local/local-engine.ts";
import { SessionFiles } from "./session-files.ts";
import { untilShown } from "./until-shown.fixture.ts";

let engine: Engine;
let files: SessionFiles;

afterEach(async () => {
  files.close();
  await engine.teardown();
});

const hash = (digit: string) => digit.repeat(64);
const times = { createdAtMs: 1, renewedAtMs: 1, idleDeadlineMs: 2, absoluteDeadlineMs: 3, permanent: true };
const record = (data: object) => JSON.stringify({ data, flash: {}, ...times, lastToken: 0, keepsake: 1 });

it("shows each session file for what it is, and follows changes", async () => {
  engine = await bootLocalEngine();
  await engine.mount({
    [`data/sessions/${hash("a")}.json`]: record({ cart: [1] }),
    [`data/sessions/${hash("b")}.json`]: "{",
    "data/sessions/other.json": record({}),
  });
  files = new SessionFiles(engine);
  await untilShown(files.shown, (shown) => shown.length === 2);
  expect(files.shown.peek()).toEqual([
    {
      path: `data/sessions/${hash("a")}.json`,
      name: `${hash("a")}.json`,
      content: {
        kind: "record",
        record: expect.objectContaining({ data: { cart: [1] }, idleDeadlineMs: 2 }),
      },
    },
    { path: `data/sessions/${hash("b")}.json`, name: `${hash("b")}.json`, content: { kind: "unreadable" } },
  ]);
  await engine.fs.writeFile(
    `data/sessions/${hash("b")}.json`,
    `${JSON.stringify({ sealed: "sealed1.x", expiresAtMs: 5, lastToken: 0, keepsake: 1 })}\n`,
  );
  await untilShown(files.shown, (shown) => shown.some(({ content }) => content.kind === "sealed"));
  await engine.fs.remove(`data/sessions/${hash("a")}.json`);
  await untilShown(files.shown, (shown) => shown.length === 1);
  expect(files.count.peek()).toBe(1);
});
