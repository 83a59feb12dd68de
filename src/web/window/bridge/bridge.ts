import { isOpaque } from "../../../frames/is-opaque.ts";
import type { WindowMessage } from "../frame-messages.ts";
import { BridgePort } from "./bridge-port.ts";
import { CookieMirror } from "./cookie-mirror.ts";
import { FarLocation } from "./far-location.ts";
import { LinksAndForms, targetOf } from "./links-and-forms.ts";
import { guardLoops } from "./loop-guard.ts";
import { PageConsole } from "./page-console.ts";
import { PageFetch } from "./page-fetch.ts";
import { PageFrames } from "./page-frames.ts";
import { PageHistory, scrollTo } from "./page-history.ts";
import { PageLocation } from "./page-location.ts";
import { PageParts } from "./page-parts.ts";
import { PageRequest } from "./page-request.ts";
import { xhrOver } from "./page-xhr.ts";
import { closeSideDoors } from "./side-doors.ts";
import { UserActivation } from "./user-activation.ts";

/**
 * Runs first in a fresh frame. Takes the port from the window, puts the bridge in place of what would reach the
 * network, and writes the page. A frame shows one document in its life.
 */
function start(event: MessageEvent): void {
  const [handed] = event.ports;
  if (event.source !== window.parent || handed === undefined) return;
  window.removeEventListener("message", start);
  const port = new BridgePort(handed);
  port.on("write", (message) => open(port, message));
}

function open(port: BridgePort, message: Extract<WindowMessage, { kind: "write" }>): void {
  const activation = new UserActivation();
  const location = new PageLocation(port, message.url, activation);
  const pageFetch = new PageFetch(port);
  const cookies = new CookieMirror(port, location, message.cookie);
  const pageHistory = new PageHistory(port, location, activation, message);
  const pageConsole = new PageConsole(port);
  const parts = new PageParts(pageFetch);
  const frames = new PageFrames(port);
  const linksAndForms = new LinksAndForms(port, location, activation, frames);

  pageHistory.override();
  pageConsole.override();
  parts.override();
  frames.override();
  linksAndForms.override();
  guardLoops();
  Object.defineProperties(window, {
    ...windowsAround(location, message.depth),
    fetch: { configurable: true, writable: true, value: pageFetch.fetch },
    Request: { configurable: true, writable: true, value: PageRequest },
    XMLHttpRequest: { configurable: true, writable: true, value: xhrOver(pageFetch) },
    open: {
      configurable: true,
      writable: true,
      value: (address: string | URL = "", name = "_blank", features = "") => {
        const referrerPolicy = /\bnoreferrer\b/i.test(features) ? "no-referrer" : "";
        if (address !== "") PageLocation.open(location, address, targetOf(name, frames), { referrerPolicy });
        return frames.named(name)?.element.contentWindow ?? null;
      },
    },
  });
  Object.defineProperty(navigator, "sendBeacon", {
    configurable: true,
    value: (address: string | URL, body?: BodyInit | null) => {
      pageFetch
        .fetch(address, { method: "POST", body: body ?? null, credentials: "include", mode: "no-cors" })
        .catch(() => undefined);
      return true;
    },
  });
  Object.defineProperties(Document.prototype, {
    cookie: {
      configurable: true,
      get: () => cookies.value,
      set: (line: unknown) => cookies.write(String(line)),
    },
    URL: { configurable: true, get: () => location.href },
    documentURI: { configurable: true, get: () => location.href },
    domain: { configurable: true, get: () => location.hostname },
    referrer: { configurable: true, get: () => message.referrer },
  });

  const left = () => port.say({ kind: "left" });
  const listen = () => {
    pageConsole.listen();
    activation.listen();
    linksAndForms.listen();
    window.addEventListener("pagehide", left);
  };
  document.open();
  const { write } = document;
  closeSideDoors((element) => frames.hasFilled(element));
  listen();
  port.documentPolicy.listen();
  parts.listen();
  frames.listen();
  window.addEventListener("load", () => port.say({ kind: "loaded" }));
  document.addEventListener("DOMContentLoaded", () => {
    reportTitle(port);
    if (location.hash !== "") scrollTo(location.hash);
  });
  write.call(document, message.html);
  document.close();
  keepListening(listen);
}

/**
 * What rewritten scripts find in place of `location`, `parent` and `top`. The page in the address bar has nothing around
 * it; that the course is there is no concern of its scripts.
 */
function windowsAround(location: PageLocation, depth: number): PropertyDescriptorMap {
  let top: Window = window;
  for (let level = 0; level < depth; level++) top = top.parent;
  const isFramed = depth > 0;
  const around: Window = isFramed ? window.parent : window;
  const place = (of: PageLocation | FarLocation) => ({
    get: () => of,
    set: (address: unknown) => of.assign(String(address)),
  });
  return {
    __keepsakeLocation: place(location),
    __keepsakeParent: { get: () => around },
    __keepsakeParentLocation: place(isFramed ? new FarLocation(location, "parent") : location),
    __keepsakeTop: { get: () => top },
    __keepsakeTopLocation: place(isFramed ? new FarLocation(location, "top") : location),
  };
}

/** A page that writes when it is complete opens its document anew, and all listeners are forgotten. */
function keepListening(listen: () => void): void {
  for (const name of ["open", "write", "writeln"] as const) {
    const native: (...values: string[]) => unknown = Document.prototype[name];
    Object.defineProperty(Document.prototype, name, {
      configurable: true,
      writable: true,
      value: function (this: Document, ...values: string[]): unknown {
        const result = native.apply(this, values);
        if (this === document) listen();
        return result;
      },
    });
  }
}

function reportTitle(port: BridgePort): void {
  let told: string | undefined;
  const tell = () => {
    if (document.title === told) return;
    told = document.title;
    port.say({ kind: "title", title: told.slice(0, 1000) });
  };
  tell();
  new MutationObserver(tell).observe(document.head ?? document, {
    subtree: true,
    childList: true,
    characterData: true,
  });
}

// A learner's page would have the course's storage, so there is none.
if (isOpaque(window)) window.addEventListener("message", start);
