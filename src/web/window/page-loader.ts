import * as words from "../../words/en/web-errors.ts";
import type { Ancestors } from "../embedding.ts";
import type { Destination } from "../fetch-metadata.ts";
import { NetworkError } from "../network.ts";
import type { Page } from "../page.ts";
import { namedReferrerPolicy, type ReferrerPolicy } from "../referrer-policy.ts";
import type { Tab } from "../tab.ts";
import { dataUrl } from "./data-url.ts";

/** A page loads no more parts than this before it is shown. */
export const PARTS_LIMIT = 200;

/** What the element that asks for a part says of the request. `null`: nothing. */
export interface PartAttributes {
  readonly crossorigin: string | null;
  readonly referrerpolicy: string | null;
}

/** Loads the parts that must be there before a page is written: its scripts and style sheets. Each once. */
export class PageLoader {
  /** The document's own. */
  referrerPolicy: ReferrerPolicy;
  readonly #tab: Tab;
  readonly #documentUrl: string;
  readonly #signal: AbortSignal;
  readonly #report: (text: string) => void;
  readonly #ancestors: Ancestors;
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #urls = new Map<string, Promise<string | undefined>>();

  /** `report` gets a line for each part that could not be loaded. */
  constructor(
    tab: Tab,
    { url, referrerPolicy }: Pick<Page, "url" | "referrerPolicy">,
    signal: AbortSignal,
    report: (text: string) => void,
    ancestors: Ancestors = [],
  ) {
    this.#tab = tab;
    this.#documentUrl = url;
    this.referrerPolicy = referrerPolicy;
    this.#signal = signal;
    this.#report = report;
    this.#ancestors = ancestors;
  }

  /** Text of a script or a style sheet; `undefined` when there is none (it is reported). */
  text(url: string, destination: Destination, attributes: PartAttributes): Promise<string | undefined> {
    return once(this.#texts, `${destination} ${url}`, () =>
      this.#load(url, destination, attributes, (response) => response.resourceText()),
    );
  }

  /** A `data:` URL with the bytes of an image or a font. */
  asDataUrl(url: string, destination: Destination): Promise<string | undefined> {
    return once(this.#urls, url, () =>
      this.#load(url, destination, destination === "font" ? ANONYMOUS : PLAIN, async ({ resource }) =>
        dataUrl(
          await new Response(resource.body).bytes(),
          resource.contentType ?? "application/octet-stream",
        ),
      ),
    );
  }

  async #load<T>(
    url: string,
    destination: Destination,
    { crossorigin: cors, referrerpolicy }: PartAttributes,
    take: (response: Awaited<ReturnType<Tab["fetch"]>>) => Promise<T>,
  ): Promise<T | undefined> {
    if (this.#texts.size + this.#urls.size > PARTS_LIMIT) {
      this.#report(words.tooManyParts(url, PARTS_LIMIT));
      return undefined;
    }
    try {
      const response = await this.#tab.fetch(
        url,
        {
          mode: cors === null ? "no-cors" : "cors",
          credentials: cors === null || cors === "use-credentials" ? "include" : "same-origin",
          referrerPolicy: namedReferrerPolicy(referrerpolicy) ?? this.referrerPolicy,
          signal: this.#signal,
        },
        { documentUrl: this.#documentUrl, ancestors: this.#ancestors, initiator: "subresource", destination },
      );
      const taken = await take(response);
      if (response.resource.status < 400) return taken;
      this.#report(words.partAnswered(url, response.resource.status));
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      if (!this.#signal.aborted) this.#report(words.partFailed(url, error.message));
    }
    return undefined;
  }
}

/** Of a font or a module. */
export const ANONYMOUS: PartAttributes = { crossorigin: "", referrerpolicy: null };
/** Of an element that says nothing. */
export const PLAIN: PartAttributes = { crossorigin: null, referrerpolicy: null };

function once<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = make();
  cache.set(key, made);
  return made;
}
