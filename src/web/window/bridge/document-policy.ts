import { metaReferrerPolicy, type ReferrerPolicy } from "../../referrer-policy.ts";

const META = "meta[name=referrer i]";

/**
 * What the document's `<meta name="referrer">` say, as written or put in by a script: the last one that was set counts,
 * wherever it stands, and goes on when it is removed (HTML §4.2.5.1).
 */
export class DocumentPolicy {
  readonly #observer = new MutationObserver((records) => this.#heed(records));
  #named: ReferrerPolicy | undefined;

  /** After the first `document.open`. */
  listen(): void {
    this.#observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["name", "content"],
    });
  }

  /** Now: what a script has changed a moment ago counts. `undefined`: no element named one. */
  get named(): ReferrerPolicy | undefined {
    this.#heed(this.#observer.takeRecords());
    return this.#named;
  }

  #heed(records: readonly MutationRecord[]): void {
    for (const { type, target, addedNodes } of records) {
      for (const node of type === "attributes" ? [target] : addedNodes) {
        if (!(node instanceof Element)) continue;
        for (const meta of [...(node.matches(META) ? [node] : []), ...node.querySelectorAll(META)])
          this.#named = metaReferrerPolicy(meta.getAttribute("content")) ?? this.#named;
      }
    }
  }
}
