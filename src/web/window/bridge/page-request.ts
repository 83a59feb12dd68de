const CLIENT = "about:client";
const NativeRequest = Request;

/**
 * A Request that knows which page it is said to come from. The browser's own takes every page for one of another
 * origin, because the frame's is opaque, and forgets it.
 */
export class PageRequest extends NativeRequest {
  readonly #referrer: string;

  constructor(input: RequestInfo | URL, init?: RequestInit | null) {
    super(input, init ?? undefined);
    const given = init?.referrer;
    if (given !== undefined) this.#referrer = given === "" ? "" : new URL(given, document.baseURI).href;
    // Any other member makes it a request of its own (Fetch §5.4, "init is not empty").
    else
      this.#referrer =
        input instanceof NativeRequest && Object.keys(init ?? {}).length === 0 ? input.referrer : CLIENT;
  }

  /** Empty: none. "about:client": the document. */
  override get referrer(): string {
    return this.#referrer;
  }

  override clone(): PageRequest {
    const { referrer, referrerPolicy } = this;
    return new PageRequest(super.clone(), { referrer, referrerPolicy });
  }
}
