/**
 * Closes the ways to the real network that no Content-Security-Policy holds: WebRTC, which asks servers of its own, and
 * links that connect early (`preconnect`, `dns-prefetch`). A frame that a page fills itself (`srcdoc`) has them anew, so
 * the same goes first in there; into one in a declarative shadow root nothing looks, so there are none of those. Nothing
 * from outside may be named in this function, whose source travels. `isBridged`: the bridge is in that frame, and calls
 * this itself. After the first `document.open`.
 */
export function closeSideDoors(isBridged?: (frame: Element) => boolean): void {
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection"])
    Reflect.deleteProperty(window, name);

  const isEarly = (text: string) => /\b(?:dns-prefetch|preconnect)\b/i.test(text);
  /** Twice: up to the first `>`, and up to the first that stands in no value. In a comment either may be right. */
  const inTags = (name: string, html: string, change: (tag: string) => string) =>
    ["[^>]*>", "(?:[^>=]|=\\s*(?:\"[^\"]*\"|'[^']*'|(?![\"'\\s])))*>"].reduce(
      (changed, rest) => changed.replace(new RegExp(`<${name}\\b${rest}`, "gi"), change),
      html,
    );
  const withoutEarly = (html: string) =>
    inTags("link", html, (tag) => {
      const without = tag.replace(/(?<![-\w])href\b/gi, "data-keepsake-$&");
      const links = new DOMParser().parseFromString(without, "text/html").querySelectorAll("link");
      return [...links].some((link) => isEarly(link.getAttribute("rel") ?? "")) ? without : tag;
    });
  const harmless = (html: string) =>
    inTags("template", withoutEarly(html), (tag) => tag.replace(/(?<!data-)shadowrootmode/gi, "data-$&"));
  const wrapCall = (
    owner: object,
    name: string,
    change: (this: unknown, values: unknown[]) => unknown[] | undefined,
  ) => {
    const native: unknown = Reflect.get(owner, name);
    if (typeof native !== "function") return;
    Reflect.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...values: unknown[]): unknown {
        const changed = change.call(this, values);
        return changed === undefined ? undefined : Reflect.apply(native, this, changed);
      },
    });
  };
  const texts = (change: (html: string) => string) => (values: unknown[]) =>
    values.map((value) => (typeof value === "string" ? change(value) : value));
  for (const name of ["write", "writeln"]) wrapCall(Document.prototype, name, texts(harmless));
  wrapCall(Document, "parseHTMLUnsafe", texts(harmless));
  for (const parent of [Element.prototype, ShadowRoot.prototype])
    wrapCall(parent, "setHTMLUnsafe", texts(harmless));
  wrapCall(Element.prototype, "insertAdjacentHTML", texts(withoutEarly));
  for (const [parent, name] of [
    [Element.prototype, "innerHTML"],
    [Element.prototype, "outerHTML"],
    [ShadowRoot.prototype, "innerHTML"],
  ] as const) {
    const native = Object.getOwnPropertyDescriptor(parent, name);
    Object.defineProperty(parent, name, {
      ...native,
      set(this: Element, value: unknown) {
        native?.set?.call(this, typeof value === "string" ? withoutEarly(value) : value);
      },
    });
  }

  const links = HTMLLinkElement.prototype;
  const aside = "data-keepsake-href";
  const putAside = (link: Element) => {
    const address = link.getAttribute("href");
    if (address === null) return;
    link.removeAttribute("href");
    link.setAttribute(aside, address);
  };
  wrapCall(links, "setAttribute", function (values) {
    const [name, value] = values.map(String);
    if (!(this instanceof Element)) return values;
    if (name?.toLowerCase() === "rel" && isEarly(value ?? "")) putAside(this);
    const holdsBack = name?.toLowerCase() === "href" && isEarly(this.getAttribute("rel") ?? "");
    return holdsBack ? [aside, value] : values;
  });
  const href = Object.getOwnPropertyDescriptor(links, "href");
  Object.defineProperties(links, {
    href: {
      ...href,
      get(this: HTMLLinkElement): unknown {
        const kept = this.getAttribute(aside);
        return kept === null ? href?.get?.call(this) : (URL.parse(kept, document.baseURI)?.href ?? kept);
      },
      set(this: HTMLLinkElement, value: unknown) {
        if (isEarly(this.rel)) this.setAttribute(aside, String(value));
        else href?.set?.call(this, value);
      },
    },
    rel: {
      ...Object.getOwnPropertyDescriptor(links, "rel"),
      set(this: HTMLLinkElement, value: unknown) {
        this.setAttribute("rel", String(value));
      },
    },
  });

  const script = document.createElement("script");
  script.textContent = `(${String(closeSideDoors)})();document.currentScript.remove()`;
  const first = script.outerHTML;
  /** What the page gave, and what stands there for it. */
  const guarded = new WeakMap<Element, { readonly given: string; readonly content: string }>();
  const srcdoc = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "srcdoc");
  Object.defineProperty(HTMLIFrameElement.prototype, "srcdoc", {
    ...srcdoc,
    get(this: HTMLIFrameElement): unknown {
      if (isBridged?.(this)) return "";
      const content: unknown = srcdoc?.get?.call(this);
      const known = guarded.get(this);
      return known !== undefined && known.content === content ? known.given : content;
    },
  });
  const guard = (frame: Element) => {
    if (isBridged?.(frame)) return;
    const present = frame.getAttribute("srcdoc");
    if (present !== null && guarded.get(frame)?.content === present) return;
    const runsAddress = /^[\0- ]*javascript:/i.test(
      (frame.getAttribute("src") ?? "").replace(/[\t\n\r]/g, ""),
    );
    if (runsAddress) frame.removeAttribute("src");
    if (present === null && !runsAddress) return;
    // A copy of a frame has ours in front already.
    const given = present?.startsWith(first) === true ? present.slice(first.length) : (present ?? "");
    const content = first + harmless(given);
    guarded.set(frame, { given, content });
    if (content !== present) frame.setAttribute("srcdoc", content);
  };
  const frames = "iframe, frame";
  const observer = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target instanceof Element && target.matches(frames)) guard(target);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(frames)) guard(node);
        for (const frame of node.querySelectorAll(frames)) guard(frame);
      }
    }
  });
  const watch = (root: Node) =>
    observer.observe(root, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["srcdoc", "src"],
    });
  watch(document);
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (this: Element, init: ShadowRootInit): ShadowRoot {
    const root = attachShadow.call(this, init);
    watch(root);
    return root;
  };
}
