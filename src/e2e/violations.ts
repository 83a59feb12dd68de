import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

export interface LookedAt {
  /** A selector: nothing else is looked at. */
  readonly only?: string;
  /** A selector. A learner's own page is theirs, so "iframe" where one is shown. */
  readonly except?: string;
  /** Names of rules that do not hold there. */
  readonly rulesOff?: readonly string[];
}

/** Rules whose answer depends on the colour scheme. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** What axe finds on the page as it is, once what moves has come to rest: a line for each rule that is broken. */
export async function violations(page: Page, parts: LookedAt = {}): Promise<string[]> {
  return found(page, looking(page, parts));
}

/** The same, and whether the colours hold in the other scheme too. The page is left in the scheme that it had. */
export async function violationsInBothSchemes(page: Page, parts: LookedAt = {}): Promise<string[]> {
  const inThis = await violations(page, parts);
  const isDark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const [scheme, other] = isDark ? (["dark", "light"] as const) : (["light", "dark"] as const);
  await page.emulateMedia({ colorScheme: other });
  await page.evaluate(chooseUnlessGiven, other);
  const inOther = await found(page, looking(page, parts).withRules(COLOUR_RULES));
  await page.evaluate(() => delete document.documentElement.dataset["theme"]);
  await page.emulateMedia({ colorScheme: scheme });
  return [...inThis, ...inOther.map((line) => `${other}: ${line}`)];
}

/** In the page. An installed Firefox is not to be told the scheme from outside; the site's own choice of it does the same there. */
function chooseUnlessGiven(scheme: "light" | "dark"): void {
  if (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches)
    document.documentElement.dataset["theme"] = scheme;
}

function looking(page: Page, { only, except, rulesOff = [] }: LookedAt): AxeBuilder {
  // What passes is not asked for: to describe it all takes longer than to look.
  const builder = new AxeBuilder({ page })
    .options({ resultTypes: ["violations"] })
    .disableRules([...rulesOff]);
  // Otherwise axe sums up what it found in a page of its own, which it needs for frames of other origins alone.
  if (except === "iframe" || page.frames().length === 1) builder.setLegacyMode();
  if (only !== undefined) builder.include(only);
  if (except !== undefined) builder.exclude(except);
  return builder;
}

async function found(page: Page, builder: AxeBuilder): Promise<string[]> {
  await page.evaluate(comeToRest);
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

/** In the page. What turns for ever, or stands still halfway, does not count. */
async function comeToRest(): Promise<void> {
  const ending = document
    .getAnimations()
    .filter(({ playState }) => playState === "running")
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(ending.map(({ finished }) => finished));
}
