import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { assignment, DUE_MS } from "../../assignment/assignment.fixture.ts";
import { encodeAssignment } from "../../assignment/assignment-link.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import { browserExecutable, launchBrowser } from "../../e2e/browser.ts";

const origin = inject("siteOrigin");
const NAME = "keepsake-assignments";

const fingerprint = fingerprintOf(assignment);
const otherFingerprint = "ab".repeat(32);

/** As version 1 kept them, by their number; what was sealed is here as numbers, for the way into the page. */
const receipts = [
  { fingerprint, sequence: 1, code: "AAAA-1111-BBBB", sealed: [75, 69, 69, 80, 1] },
  { fingerprint, sequence: 2, code: "CCCC-2222-DDDD", sealed: [75, 69, 69, 80, 2, 255] },
  // The number is that of the first one, and the assignment another.
  { fingerprint: otherFingerprint, sequence: 1, code: "EEEE-3333-FFFF", sealed: [0] },
].map((receipt) => ({
  ...receipt,
  madeAtMs: DUE_MS - 1_000 * receipt.sequence,
  fileName: `ada-${receipt.sequence}.keepsake`,
}));

const before = {
  assignments: [
    { fingerprint, assignment, openedAtMs: DUE_MS - 5_000 },
    { fingerprint: otherFingerprint, assignment: { ...assignment, title: "Another" }, openedAtMs: 1 },
  ],
  receipts,
  learner: [{ name: "Ada Lovelace", studentNumber: "1815" }],
};
type Kept = typeof before;

/** Leaves in the browser what a page of version 1 would have, and lets go of it as that page's closing does. */
async function keepAsVersion1(page: Page): Promise<void> {
  // Of the same origin, and without a script that opens a database.
  await page.goto(`${origin}/favicon.svg`);
  await page.evaluate(
    ([name, kept]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name, 1);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => {
          const database = opening.result;
          database.createObjectStore("assignments", { keyPath: "fingerprint" });
          database.createObjectStore("receipts", { keyPath: ["fingerprint", "sequence"] });
          database.createObjectStore("learner");
        };
        opening.onsuccess = () => {
          const database = opening.result;
          const writing = database.transaction(["assignments", "receipts", "learner"], "readwrite");
          for (const each of kept.assignments) writing.objectStore("assignments").put(each);
          for (const each of kept.receipts)
            writing.objectStore("receipts").put({ ...each, sealed: Uint8Array.from(each.sealed) });
          for (const each of kept.learner) writing.objectStore("learner").put(each, "me");
          writing.onabort = () => reject(writing.error);
          writing.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    [NAME, before] as const,
  );
}

/** What a page of a version to come does to the database, from another tab: it may only add. */
function upgradeAsNewerPage(page: Page): Promise<void> {
  return page.evaluate(
    (name) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name, 40);
        opening.onerror = () => reject(opening.error);
        opening.onupgradeneeded = () => opening.result.createObjectStore("more");
        opening.onsuccess = () => {
          opening.result.close();
          resolve();
        };
      }),
    NAME,
  );
}

interface Found extends Kept {
  readonly version: number;
  readonly receiptsAreKeptBy: string | string[] | null;
}

/** What is in the browser's database now, read past the page's own code. */
function found(page: Page): Promise<Found> {
  return page.evaluate(async (name) => {
    const settled = <Result>(request: IDBRequest<Result>) =>
      new Promise<Result>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settled(indexedDB.open(name));
    const reading = database.transaction(["assignments", "receipts", "learner"]);
    const [assignments, kept, learner] = await Promise.all([
      settled<Found["assignments"]>(reading.objectStore("assignments").getAll()),
      settled<Found["receipts"]>(reading.objectStore("receipts").getAll()),
      settled<Found["learner"]>(reading.objectStore("learner").getAll()),
    ]);
    const receiptsAreKeptBy = reading.objectStore("receipts").keyPath;
    const { version } = database;
    database.close();
    const receipts = kept.map((each) => ({ ...each, sealed: Array.from(each.sealed) }));
    return { version, receiptsAreKeptBy, assignments, receipts, learner };
  }, NAME);
}

const sorted = ({ assignments, receipts: all, learner }: Kept) => ({
  assignments: assignments.toSorted((one, other) => one.fingerprint.localeCompare(other.fingerprint)),
  receipts: all.toSorted((one, other) => one.code.localeCompare(other.code)),
  learner,
});

describe.each(["chromium", "firefox"] as const)("assignments kept by version 1, in %s", (name) => {
  describe.skipIf(browserExecutable(name) === undefined)(`with ${name} installed`, () => {
    let browser: Browser;
    let page: Page;
    beforeAll(async () => {
      browser = await launchBrowser(name);
    });
    afterAll(() => browser?.close());
    beforeEach(async () => {
      page = await browser.newPage();
      await keepAsVersion1(page);
    });
    afterEach(() => page.close());

    it("are all there: assignments, learner, and every hand-in with its sealed file", async () => {
      await page.goto(`${origin}/assignment/#${encodeAssignment(assignment)}`);
      await page.getByRole("heading", { level: 1, name: "Carts and cookies" }).waitFor();
      for (const { code } of receipts.slice(0, 2)) await page.getByText(code, { exact: true }).waitFor();
      expect(await page.getByText("EEEE-3333-FFFF").count()).toBe(0);
      expect(await page.getByLabel("Your name").inputValue()).toBe("Ada Lovelace");
      const { version, receiptsAreKeptBy, ...now } = await found(page);
      expect([version, receiptsAreKeptBy]).toEqual([3, ["fingerprint", "code"]]);
      const [opened] = now.assignments.filter((each) => each.fingerprint === fingerprint);
      // The link was opened again just now.
      const same = now.assignments.map((each) =>
        each === opened ? { ...each, openedAtMs: DUE_MS - 5_000 } : each,
      );
      expect(sorted({ ...now, assignments: same })).toEqual(sorted(before));
    });

    it("are kept on by a page that is open while a newer one changes the database", async () => {
      await page.goto(`${origin}/assignment/#${encodeAssignment(assignment)}`);
      await page.getByText("AAAA-1111-BBBB", { exact: true }).waitFor();
      await upgradeAsNewerPage(page);
      await page.getByLabel("Your name").fill("Grace Hopper");
      await page.getByLabel("Your name").press("Tab");
      await expect.poll(async () => (await found(page)).learner).toMatchObject([{ name: "Grace Hopper" }]);
      expect(await page.getByText("This browser keeps nothing here").count()).toBe(0);
    });

    it("can be put back when they were taken off, the last one too", async () => {
      await page.goto(`${origin}/assignment/`);
      const takeOff = page.getByRole("button", { name: /^Take off the list: / });
      const listed = page.locator(".kept-assignments li");
      await listed.nth(1).waitFor();
      await takeOff.first().click();
      await listed.nth(1).waitFor({ state: "detached" });
      const title = await listed.getByRole("link").textContent();
      await takeOff.click();
      await page
        .getByRole("status")
        .filter({ hasText: title ?? "" })
        .waitFor();
      await listed.first().waitFor({ state: "detached" });
      await page.getByRole("status").getByRole("button").click();
      await listed.getByRole("link", { name: title ?? "", exact: true }).waitFor();
    });
  });
});
