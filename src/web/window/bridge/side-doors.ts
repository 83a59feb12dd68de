/**
 * Takes WebRTC away: it asks servers of its own (STUN, TURN), and no `connect-src` holds it. A frame that a page fills
 * itself (`srcdoc`) has these names anew, so the same goes first in there. Nothing from outside may be named in this
 * function, whose source travels. `isBridged`: the bridge is in that frame, and calls this itself.
 * After the first `document.open`.
 */
export function forbidPeerConnections(isBridged?: (frame: Element) => boolean): void {
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "mozRTCPeerConnection"])
    Reflect.deleteProperty(window, name);

  const script = document.createElement("script");
  script.textContent = `(${String(forbidPeerConnections)})();document.currentScript.remove()`;
  const first = script.outerHTML;
  const guard = (frame: Element) => {
    if (isBridged?.(frame)) return;
    const content = frame.getAttribute("srcdoc");
    const runsAddress = /^[\0- ]*javascript:/i.test(
      (frame.getAttribute("src") ?? "").replace(/[\t\n\r]/g, ""),
    );
    if (runsAddress) frame.removeAttribute("src");
    if (content?.startsWith(first) === false || (content === null && runsAddress))
      frame.setAttribute("srcdoc", first + (content ?? ""));
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
