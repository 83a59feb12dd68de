import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp } from "./create-app.ts";
import type { ChapterBlock } from "./trial-chapter-block.ts";
import { CART_BLOCKS } from "./trial-chapter-cart.ts";
import { COOKIE_BLOCKS } from "./trial-chapter-cookies.ts";
import { SESSION_BLOCKS } from "./trial-chapter-sessions.ts";
import { blockAt, nodeChapter } from "./trial-chapter-text.ts";
import { trialFolder, trialServer } from "./trial-project.ts";
import { visitor } from "./trial-visitor.ts";

/**
 * Every block of code in the Node chapter: a program of ours with the same calls, and, where the chapters lie
 * beside the checkout, the chapter's own text with its import renamed. Both must do what the chapter says.
 */

const BLOCKS = [...SESSION_BLOCKS, ...COOKIE_BLOCKS, ...CART_BLOCKS];
const chapter = nodeChapter();

afterEach(() => vi.unstubAllEnvs());

async function run(block: ChapterBlock, code: string): Promise<void> {
  const { frame = (plain: string) => plain, shownBy } = block;
  const folder = trialFolder({
    ".env": "",
    ...block.files,
    ...(shownBy === undefined ? {} : { "src/templates/page.html": code }),
    "src/routes/block.ts": shownBy ?? frame(code),
  });
  vi.stubEnv("TINA4_SESSION_PATH", join(folder, "sessions"));
  vi.stubEnv("TINA4_SECRET", randomBytes(32).toString("base64url"));
  vi.stubEnv("DATABASE_URL", `sqlite:${join(folder, "app.db")}`);
  const address = await trialServer(await createApp({ folder }));
  await block.check(visitor(address));
}

describe("the Node chapter, section by section", () => {
  it.for(BLOCKS)("$name", (block) => run(block, block.code));
});

describe("the Node chapter's own text", () => {
  it.for(BLOCKS)("$name", async (block, context) => {
    if (chapter === undefined) {
      context.skip("cannot run here: the chapters are not in this checkout");
      return;
    }
    await run(block, blockAt(chapter, block.place));
  });

  it("has no block of code that is not in the table", (context) => {
    if (chapter === undefined) {
      context.skip("cannot run here: the chapters are not in this checkout");
      return;
    }
    const covered = BLOCKS.map(({ place }) => blockAt(chapter, place)).join("\n");
    const calls = chapter
      .replaceAll("tina4-nodejs", "keepsake")
      .matchAll(/^(?:Router\.\w+\("[^"]+"|async function \w+|const \w+|import .*)/gm);
    const missing = [...calls].map(([call]) => call).filter((call) => !covered.includes(call));
    expect(missing).toEqual([]);
  });
});
