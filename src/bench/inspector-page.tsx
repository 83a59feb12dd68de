// Runs in the page of `inspector.ts`: a learner's requests with the whole inspector on the screen.

import { render } from "preact";
import { bootInpageEngine } from "../engine/inpage/inpage-engine.ts";
import type { UserAgent } from "../web/user-agent.ts";
import { Bench } from "../workbench/bench.ts";
import { Inspector } from "../workbench/inspector/inspector.tsx";
import { TIMELINE_LIMIT } from "../workbench/timeline.ts";

const PROGRAM = `
import express from "express";
import { session } from "keepsake";
process.env.TINA4_SESSION_BACKEND = "memory";
const app = express();
app.use(session());
app.get("/", (req, res) => { req.session.increment("visits"); res.json(req.session.all()); });
app.listen(7148);
`;

const ADDRESS = "http://localhost:7148/";
const LANES = 8;
const SCROLL_STEPS = 200;

let bench: Bench | undefined;
const host = document.createElement("div");
// What the page's style sheet does for the list.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .exchange-list { height: 320px; overflow: auto; }
  .exchange-row { display: flex; height: 28px; overflow: hidden; white-space: nowrap; }
  .exchanges-detail { height: 400px; overflow: auto; }
`);
document.adoptedStyleSheets = [sheet];
document.body.append(host);

/** Boots and starts the server; with `inspector`, the inspector stands on the page from the beginning. */
async function open(inspector: boolean): Promise<void> {
  const made = new Bench({
    files: { "server.ts": PROGRAM },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice"],
    bootEngine: () => bootInpageEngine({ assets: "/engine/" }),
  });
  bench = made;
  if (inspector) render(<Inspector bench={made} id="inspector" />, host);
  await made.run();
  await made.untilListening();
  await (await browser()).navigate(ADDRESS);
}

/** Exchanges per second through the browser, eight at once. */
async function send(count: number): Promise<number> {
  const agent = await browser();
  let left = count;
  const started = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await agent.fetch(ADDRESS, {}, { documentUrl: ADDRESS });
      if (answer.status !== 200) throw new Error(`The server answered ${answer.status}.`);
      await new Response(answer.body).arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return (count / (performance.now() - started)) * 1000;
}

/** Exchanges per second that the timeline and the inspector take, when nothing else costs. */
async function add(count: number): Promise<number> {
  const { timeline } = current();
  const [like] = timeline.entries.value;
  if (like === undefined) throw new Error("There is no exchange to be like.");
  const started = performance.now();
  for (let at = 0; at < count; at++) {
    const id = `added-${at}`;
    for (const commit of like.commits) timeline.addCommit(id, commit);
    timeline.addExchange({ ...like.exchange, id }, like.jar);
    // As they come from the network: never all within one frame.
    if (at % 100 === 0) await nextFrame();
  }
  await nextFrame();
  return (count / (performance.now() - started)) * 1000;
}

export interface Scrolled {
  /** Exchanges in the list. */
  readonly listed: number;
  /** Of those, how many the document holds. */
  readonly inDocument: number;
  /** From one frame to the next, while the list scrolls from end to end. */
  readonly frameMs: readonly number[];
}

async function scroll(): Promise<Scrolled> {
  const list = host.querySelector<HTMLElement>("[role=listbox]");
  if (list === null) throw new Error("The list is not there.");
  const frameMs: number[] = [];
  const step = list.scrollHeight / SCROLL_STEPS;
  let before = performance.now();
  for (let at = 0; at < SCROLL_STEPS; at++) {
    list.scrollTop = at * step;
    await nextFrame();
    const now = performance.now();
    frameMs.push(now - before);
    before = now;
  }
  const rows = list.querySelectorAll("[role=option]");
  return { listed: Number(rows[0]?.getAttribute("aria-setsize")), inDocument: rows.length, frameMs };
}

async function close(): Promise<void> {
  render(null, host);
  await bench?.dispose();
  bench = undefined;
}

function current(): Bench {
  if (bench === undefined) throw new Error("Nothing is open.");
  return bench;
}

async function browser(): Promise<UserAgent> {
  const [agent] = current().agents;
  if (agent === undefined) throw new Error("There is no browser.");
  return agent.load();
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

const inspectorBench = { limit: TIMELINE_LIMIT, open, send, add, scroll, close };
export type InspectorBench = typeof inspectorBench;

Object.assign(globalThis, { inspectorBench });
