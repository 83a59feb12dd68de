import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { browserExecutable } from "./browser.ts";
import { type KillableBrowser, startKillable } from "./killable-browser.ts";
import { WorkbenchPage } from "./workbench-page.ts";

const isFull = process.env["KEEPSAKE_FULL"] === "1";
const KILLS = isFull ? 100 : 3;
/** What the course promises; held where nothing else has the machine. */
const LOST_AT_MOST_MS = 1_000;
const TYPED_AT_LEAST = 20;
const TYPED_AT_MOST = 120;

const origin = inject("siteOrigin");
const chromium = browserExecutable("chromium");
const path = "src/routes/cart.ts";

/** What the browser has on its disk of the file; `undefined`: nothing. */
function draftOnDisk(page: Page): Promise<string | undefined> {
  return page.evaluate(
    (key) =>
      new Promise<string | undefined>((resolve, reject) => {
        const opening = indexedDB.open("keepsake");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction("drafts").objectStore("drafts").get(key);
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result?.text);
          };
        };
      }),
    ["shopping-cart", path],
  );
}

interface Typed {
  /** Everything that was typed, and when each word was there. */
  readonly words: readonly { readonly end: number; readonly atMs: number }[];
  readonly text: string;
  /** So much of it the page had called saved. */
  readonly savedLength: number;
  readonly killedAtMs: number;
}

/** Types words into the empty file until the plug is pulled. */
async function typeUntilKilled(
  browser: KillableBrowser,
  workbench: WorkbenchPage,
  round: number,
): Promise<Typed> {
  const { page } = workbench;
  await page.setViewportSize({ width: 1280, height: 900 });
  await workbench.replaceFile(path, "");
  await workbench.saved();
  const count = TYPED_AT_LEAST + Math.floor(Math.random() * (TYPED_AT_MOST - TYPED_AT_LEAST));
  const words: { end: number; atMs: number }[] = [];
  let text = "";
  let savedLength = 0;
  for (let word = 0; word < count; word++) {
    const status = await page.locator(".keep-status").textContent();
    if (status?.includes("Saved on this machine")) savedLength = text.length;
    const next = `r${round}w${word}${word % 8 === 7 ? "\n" : " "}`;
    await page.keyboard.insertText(next);
    text += next;
    words.push({ end: text.length, atMs: Date.now() });
  }
  const killedAtMs = Date.now();
  await browser.kill();
  return { words, text, savedLength, killedAtMs };
}

describe.skipIf(chromium === undefined)("the power goes while one types", () => {
  let profile: string;
  beforeAll(async () => {
    profile = await mkdtemp(join(tmpdir(), "keepsake-profile-"));
  });
  afterAll(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));

  test(`${KILLS} times: what was called saved is there, and no draft is torn`, {
    timeout: KILLS * 200_000,
  }, async () => {
    let typed: Typed | undefined;
    const lostMs: number[] = [];
    for (let round = 0; round <= KILLS; round++) {
      const browser = await startKillable(chromium ?? "", profile);
      try {
        const workbench = await WorkbenchPage.open(browser.context, origin);
        if (typed !== undefined) {
          const kept = (await draftOnDisk(workbench.page)) ?? "";
          expect(typed.text.startsWith(kept), `kept ${JSON.stringify(kept.slice(-40))}`).toBe(true);
          expect(kept.length).toBeGreaterThanOrEqual(typed.savedLength);
          const firstLost = typed.words.find(({ end }) => end > kept.length);
          lostMs.push(firstLost === undefined ? 0 : typed.killedAtMs - firstLost.atMs);
        }
        if (round < KILLS) typed = await typeUntilKilled(browser, workbench, round);
      } finally {
        await browser.kill();
      }
    }
    if (!isFull) return;
    console.log(`Of ${KILLS} kills, the most that was lost: ${Math.max(...lostMs)} ms of typing.`);
    expect(Math.max(...lostMs)).toBeLessThanOrEqual(LOST_AT_MOST_MS);
  });
});
