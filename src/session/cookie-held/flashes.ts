import type { FlashEntry } from "../record.ts";
import { elementsOf } from "./json-members.ts";
import { type Dialect, plainJson, rawJson } from "./tagged-json.ts";

/**
 * Flask keeps flash messages as a list of (category, message) under this key, which Starlette programs can
 * read as well. A category is our flash key: `flash("Saved", "success")` there is `getFlash("success")` here,
 * and the other way round. Several messages of one category are one flash value with all of them in a list.
 */
export const FLASHES_KEY = "_flashes";

/** One message as it came. */
export interface WaitingMessage {
  readonly raw: string;
  readonly category: string | undefined;
  /** Of the flash entry that it belongs to; undefined: not a message that we can read, and carried along. */
  readonly entryId: string | undefined;
}

export interface WaitingFlashes {
  readonly flash: Map<string, FlashEntry>;
  readonly messages: readonly WaitingMessage[];
}

export const NO_FLASHES: WaitingFlashes = { flash: new Map(), messages: [] };

/** `raw`: the value of {@link FLASHES_KEY}. Undefined: not a list, so it is data like any other. */
export function readFlashes(raw: string, dialect: Dialect): WaitingFlashes | undefined {
  if (!raw.startsWith("[")) return undefined;
  const texts = new Map<string, string[]>();
  const messages = elementsOf(raw).map((element): WaitingMessage => {
    const pair: unknown = JSON.parse(plainJson(element, dialect));
    const [category, message]: unknown[] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    if (typeof category !== "string" || category === "") {
      return { raw: element, category: undefined, entryId: undefined };
    }
    const json = JSON.stringify(message);
    const earlier = texts.get(category);
    if (earlier === undefined) texts.set(category, [json]);
    else earlier.push(json);
    return { raw: element, category, entryId: `cookie:${category}` };
  });
  const flash = new Map<string, FlashEntry>();
  for (const [category, jsons] of texts) {
    const json = jsons.length === 1 ? (jsons[0] ?? "null") : `[${jsons.join(",")}]`;
    flash.set(category, { id: `cookie:${category}`, json });
  }
  return { flash, messages };
}

/** The list for the cookie; undefined: no messages. */
export function printFlashes(
  flash: ReadonlyMap<string, FlashEntry>,
  before: WaitingFlashes,
  dialect: Dialect,
): string | undefined {
  if (flash.size === 0 && before.messages.length === 0) return undefined;
  const isThere = ({ category, entryId }: WaitingMessage) =>
    category === undefined || flash.get(category)?.id === entryId;
  const printed = before.messages.filter(isThere).map(({ raw }) => raw);
  for (const [category, entry] of flash) {
    if (before.flash.get(category)?.id === entry.id) continue;
    const pair = `[${JSON.stringify(category)},${rawJson(entry.json, dialect, undefined)}]`;
    printed.push(dialect.tags.has(" t") ? `{" t":${pair}}` : pair);
  }
  return printed.length === 0 ? undefined : `[${printed.join(",")}]`;
}
