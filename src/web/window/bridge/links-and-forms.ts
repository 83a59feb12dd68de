import { namedReferrerPolicy } from "../../referrer-policy.ts";
import type { AskedPolicy, FrameFormEntry, LinkTarget } from "../frame-messages.ts";
import type { BridgePort } from "./bridge-port.ts";
import type { PageFrames } from "./page-frames.ts";
import type { PageLocation } from "./page-location.ts";
import type { UserActivation } from "./user-activation.ts";

/**
 * Calls `decide` after all listeners of the page have had the event, unless one prevented it. The event's own
 * consequence never happens. A page that stops propagation is answered too.
 */
function afterPage(event: Event, decide: () => void): void {
  let decided = false;
  const last = (): void => {
    if (decided) return;
    decided = true;
    window.removeEventListener(event.type, last);
    if (event.defaultPrevented) return;
    event.preventDefault();
    decide();
  };
  window.addEventListener(event.type, last);
  for (const name of ["stopPropagation", "stopImmediatePropagation"] as const) {
    const stop = event[name].bind(event);
    Object.defineProperty(event, name, {
      configurable: true,
      value: () => {
        stop();
        decideLater(event, last);
      },
    });
  }
}

/**
 * Nobody after this listener hears of the event, but the listener itself may still prevent it: its consequence is
 * taken away now, and what the listener then says is heeded.
 */
function decideLater(event: Event, last: () => void): void {
  if (event.defaultPrevented) return;
  event.preventDefault();
  let prevented = false;
  const prevent = (): void => {
    prevented = true;
  };
  Object.defineProperties(event, {
    preventDefault: { configurable: true, value: prevent },
    defaultPrevented: { configurable: true, get: () => prevented },
  });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    last();
  };
  port2.postMessage(null);
}

function linkOf(event: Event): HTMLAnchorElement | HTMLAreaElement | SVGAElement | undefined {
  for (const target of event.composedPath()) {
    if (target instanceof HTMLAnchorElement || target instanceof HTMLAreaElement) {
      if (target.hasAttribute("href")) return target;
    } else if (target instanceof SVGAElement) {
      return target;
    }
  }
  return undefined;
}

function addressOf(link: HTMLAnchorElement | HTMLAreaElement | SVGAElement): string {
  return link instanceof SVGAElement ? new URL(link.href.baseVal, document.baseURI).href : link.href;
}

/** Of a `target` attribute, or of the page's `<base target>`. A name that no frame of the page has is a new tab's. */
export function targetOf(attribute: string | null, frames: PageFrames): LinkTarget {
  const name = attribute ?? document.querySelector("base[target]")?.getAttribute("target") ?? "";
  switch (name.toLowerCase()) {
    case "":
    case "_self":
      return "self";
    case "_top":
      return "top";
    case "_parent":
      return "parent";
    case "_blank":
      return "blank";
  }
  const frame = frames.named(name);
  return frame === undefined ? "blank" : { frame: frame.id };
}

/** What the element asks for; empty when it leaves it to the document. */
function policyOf(link: HTMLAnchorElement | HTMLAreaElement | HTMLFormElement | SVGAElement): AskedPolicy {
  if (link instanceof SVGAElement) return "";
  if (link.relList.contains("noreferrer")) return "no-referrer";
  return link instanceof HTMLFormElement ? "" : (namedReferrerPolicy(link.referrerPolicy) ?? "");
}

/** Sends links and forms to the user agent. `listen` after each `document.open`, which forgets listeners; twice is once. */
export class LinksAndForms {
  readonly #port: BridgePort;
  readonly #location: PageLocation;
  readonly #activation: UserActivation;
  readonly #frames: PageFrames;

  constructor(port: BridgePort, location: PageLocation, activation: UserActivation, frames: PageFrames) {
    this.#port = port;
    this.#activation = activation;
    this.#location = location;
    this.#frames = frames;
  }

  /** Once in the life of a frame: what scripts call by name. */
  override(): void {
    const submit = (form: HTMLFormElement) => this.#submit(form, null, this.#activation.isActive);
    HTMLFormElement.prototype.submit = function (this: HTMLFormElement) {
      submit(this);
    };
  }

  listen(): void {
    window.addEventListener("click", this.#onClick, true);
    window.addEventListener("auxclick", this.#onClick, true);
    window.addEventListener("submit", this.#onSubmit, true);
  }

  readonly #onClick = (event: MouseEvent): void => {
    const link = linkOf(event);
    if (link === undefined || event.button > 1 || /^javascript:/i.test(addressOf(link))) return;
    const userActivated = event.isTrusted;
    const apart = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey;
    afterPage(event, () => {
      const target = apart ? "blank" : targetOf(link.getAttribute("target"), this.#frames);
      const message = { kind: "navigate", url: addressOf(link), by: "link", replace: false } as const;
      this.#port.say({ ...message, userActivated, target, referrerPolicy: policyOf(link) });
    });
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const { submitter } = event;
    if ((submitter?.getAttribute("formmethod") ?? form.getAttribute("method"))?.toLowerCase() === "dialog")
      return;
    const userActivated = this.#activation.isActive;
    afterPage(event, () => void this.#submit(form, submitter, userActivated));
  };

  async #submit(form: HTMLFormElement, submitter: HTMLElement | null, userActivated: boolean): Promise<void> {
    const attribute = (name: string): string | undefined =>
      submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? undefined;
    const target = targetOf(attribute("target") ?? null, this.#frames);
    const data = new FormData(form, submitter);
    const entries: FrameFormEntry[] = [];
    for (const [name, value] of data) {
      entries.push([
        name,
        typeof value === "string"
          ? value
          : { filename: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) },
      ]);
    }
    const encoding = attribute("enctype")?.toLowerCase();
    this.#port.say({
      kind: "submit",
      action: new URL(attribute("action") || this.#location.href, document.baseURI).href,
      method: attribute("method")?.toLowerCase() === "post" ? "post" : "get",
      encoding:
        encoding === "multipart/form-data" || encoding === "text/plain"
          ? encoding
          : "application/x-www-form-urlencoded",
      entries,
      userActivated,
      target,
      referrerPolicy: policyOf(form),
    });
  }
}
