import { namedReferrerPolicy } from "../../referrer-policy.ts";
import type { BridgePort } from "./bridge-port.ts";
import { ASIDE } from "./page-parts.ts";

/** Where the page's own address of a frame is kept. */
const FRAME_ADDRESS = `${ASIDE}src`;

/** What a frame may do: nothing but run in an origin of its own, apart from the page around it. */
const SANDBOX = "allow-scripts allow-forms allow-modals";

/**
 * The frames in a page. The window loads what they show, as it loads pages; here each gets an empty document of an
 * opaque origin of its own, with the bridge in it, and the two are put in touch. An empty document inherits this
 * page's policy, so that nothing in it reaches a network either.
 */
export class PageFrames {
  readonly #port: BridgePort;
  readonly #ids = new WeakMap<HTMLIFrameElement, number>();
  readonly #elements = new Map<number, HTMLIFrameElement>();
  /** What the bridge itself has put into each. */
  readonly #filled = new WeakMap<Element, string>();
  #made = 0;

  constructor(port: BridgePort) {
    this.#port = port;
    port.on("renew", ({ id, bridge }) => this.#renew(id, bridge));
  }

  /** Once in the life of a frame: the property that scripts set. */
  override(): void {
    const show = (element: HTMLIFrameElement, address: string) => this.#show(element, address);
    Object.defineProperty(HTMLIFrameElement.prototype, "src", {
      configurable: true,
      enumerable: true,
      get(this: HTMLIFrameElement): string {
        const address = this.getAttribute(FRAME_ADDRESS);
        return address === null ? "" : new URL(address, document.baseURI).href;
      },
      set(this: HTMLIFrameElement, value: unknown) {
        show(this, String(value));
      },
    });
  }

  /** The frame of that name in this document. A name means the frame as it is when one asks. */
  named(name: string): { readonly id: number; readonly element: HTMLIFrameElement } | undefined {
    const element = name === "" ? null : document.querySelector(`iframe[name="${CSS.escape(name)}"]`);
    return element instanceof HTMLIFrameElement ? { id: this.#idOf(element), element } : undefined;
  }

  /** The element has what the bridge put into it, and nothing of the page's. */
  hasFilled(element: Element): boolean {
    const content = element.getAttribute("srcdoc");
    return content !== null && content === this.#filled.get(element);
  }

  listen(): void {
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes, removedNodes } of records) {
        if (target instanceof HTMLIFrameElement) this.#consider(target);
        for (const element of framesIn(addedNodes)) this.#consider(element);
        for (const element of framesIn(removedNodes)) this.#forget(element);
      }
    });
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["src", FRAME_ADDRESS],
    });
  }

  /** An address in the document as written was set aside; one in `src` is a script's. */
  #consider(element: HTMLIFrameElement): void {
    const given = element.getAttribute("src");
    if (given !== null && isAddress(given)) {
      this.#show(element, given);
      return;
    }
    const aside = element.getAttribute(FRAME_ADDRESS);
    if (aside !== null && !this.#ids.has(element) && element.isConnected) this.#show(element, aside);
  }

  #show(element: HTMLIFrameElement, address: string): void {
    element.removeAttribute("src");
    element.setAttribute(FRAME_ADDRESS, address);
    if (!element.isConnected) return;
    const url = new URL(address, document.baseURI).href;
    const referrerPolicy = namedReferrerPolicy(element.referrerPolicy) ?? "";
    this.#port.say({ kind: "frame", id: this.#idOf(element), url, referrerPolicy });
  }

  #idOf(element: HTMLIFrameElement): number {
    const id = this.#ids.get(element) ?? ++this.#made;
    this.#ids.set(element, id);
    this.#elements.set(id, element);
    return id;
  }

  #forget(element: HTMLIFrameElement): void {
    const id = this.#ids.get(element);
    if (id === undefined || element.isConnected) return;
    this.#ids.delete(element);
    this.#elements.delete(id);
    this.#port.say({ kind: "unframed", id });
  }

  #renew(id: number, bridge: string): void {
    const element = this.#elements.get(id);
    if (element === undefined) return;
    element.setAttribute("sandbox", SANDBOX);
    element.addEventListener(
      "load",
      () => {
        if (element.contentWindow === null) return;
        const { port1, port2 } = new MessageChannel();
        element.contentWindow.postMessage("keepsake", "*", [port1]);
        this.#port.say({ kind: "framed", id }, [port2]);
      },
      { once: true },
    );
    const content = `<!doctype html><meta charset="utf-8"><script src="data:text/javascript;charset=utf-8,${encodeURIComponent(bridge)}"></script>`;
    this.#filled.set(element, content);
    element.srcdoc = content;
  }
}

function framesIn(nodes: NodeList): HTMLIFrameElement[] {
  return [...nodes].flatMap((node) => {
    if (node instanceof HTMLIFrameElement) return [node];
    return node instanceof Element ? [...node.querySelectorAll("iframe")] : [];
  });
}

function isAddress(text: string): boolean {
  // As a browser reads it: without line ends and tabs, and what is before it.
  const read = text.replace(/[\t\n\r]/g, "").replace(/^[\0- ]+/, "");
  return read !== "" && !/^(?:data|blob|about|javascript):/i.test(read);
}
