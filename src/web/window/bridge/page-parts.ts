import type { FrameMessage } from "../frame-messages.ts";
import type { PageFetch } from "./page-fetch.ts";

/** An element whose attribute names something that the user agent is to fetch. */
interface PartKind {
  readonly selector: string;
  readonly attribute: string;
  readonly destination: Extract<FrameMessage, { kind: "fetch" }>["destination"];
}

const kinds: readonly PartKind[] = [
  { selector: "img", attribute: "src", destination: "image" },
  { selector: "input[type=image]", attribute: "src", destination: "image" },
  { selector: "video, audio, source, track", attribute: "src", destination: "video" },
  { selector: "video", attribute: "poster", destination: "image" },
  { selector: "script", attribute: "src", destination: "script" },
  { selector: "link[rel~=stylesheet]", attribute: "href", destination: "style" },
];

/** Where the page's own address of a part is kept while the element shows our copy of it. */
export const ASIDE = "data-keepsake-";

/**
 * Loads images, scripts, style sheets and media through the user agent: those of the document as written (their
 * addresses were set aside), and those that scripts make.
 */
export class PageParts {
  readonly #fetch: PageFetch;
  readonly #own = new WeakMap<Element, Map<string, string>>();

  constructor(pageFetch: PageFetch) {
    this.#fetch = pageFetch;
  }

  /** Once in the life of a frame: properties that scripts set, also on elements outside the document. */
  override(): void {
    this.#overrideProperty(HTMLImageElement.prototype, "src", "image");
    this.#overrideProperty(HTMLScriptElement.prototype, "src", "script");
    this.#overrideProperty(HTMLMediaElement.prototype, "src", "video");
    this.#overrideProperty(HTMLSourceElement.prototype, "src", "video");
    this.#overrideProperty(HTMLVideoElement.prototype, "poster", "image");
    this.#overrideProperty(HTMLLinkElement.prototype, "href", "style");
  }

  listen(): void {
    const observer = new MutationObserver((records) => {
      for (const record of records) {
        if (record.target instanceof Element && record.type === "attributes") this.#consider(record.target);
        for (const node of record.addedNodes) {
          if (!(node instanceof Element)) continue;
          this.#consider(node);
          for (const kind of kinds)
            for (const element of node.querySelectorAll(kind.selector)) this.#consider(element);
        }
      }
    });
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["src", "href", "poster", ...kinds.map(({ attribute }) => ASIDE + attribute)],
    });
  }

  #overrideProperty(prototype: HTMLElement, name: string, destination: PartKind["destination"]): void {
    const native = Object.getOwnPropertyDescriptor(prototype, name);
    const load = (element: HTMLElement, value: string) => this.#load(element, name, value, destination);
    const given = (element: HTMLElement) => element.getAttribute(ASIDE + name);
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement): unknown {
        const aside = given(this);
        return aside === null ? native?.get?.call(this) : new URL(aside, document.baseURI).href;
      },
      set(this: HTMLElement, value: unknown) {
        const isSheet = !(this instanceof HTMLLinkElement) || this.relList.contains("stylesheet");
        if (isSheet && isFetched(String(value))) load(this, String(value));
        else native?.set?.call(this, value);
      },
    });
  }

  #consider(element: Element): void {
    for (const { selector, attribute, destination } of kinds) {
      if (!element.matches(selector)) continue;
      const aside = element.getAttribute(ASIDE + attribute);
      const shown = element.getAttribute(attribute);
      if (shown !== null && isFetched(shown) && this.#own.get(element)?.get(attribute) !== shown) {
        this.#load(element, attribute, shown, destination);
      } else if (aside !== null && shown === null && !this.#own.get(element)?.has(attribute)) {
        this.#load(element, attribute, aside, destination);
      }
    }
  }

  async #load(
    element: Element,
    attribute: string,
    address: string,
    destination: PartKind["destination"],
  ): Promise<void> {
    const own = this.#own.get(element) ?? new Map<string, string>();
    this.#own.set(element, own);
    own.set(attribute, address);
    element.removeAttribute(attribute);
    element.setAttribute(ASIDE + attribute, address);
    const url = new URL(address, document.baseURI).href;
    let shown: string;
    try {
      shown = URL.createObjectURL(await this.#fetch.resource(url, destination, element));
    } catch {
      shown = "data:,";
    }
    if (own.get(attribute) !== address) return;
    own.set(attribute, shown);
    element.setAttribute(attribute, shown);
  }
}

function isFetched(address: string): boolean {
  return address.trim() !== "" && !/^\s*(?:data|blob|about|javascript):/i.test(address);
}
