import type { WindowMessage } from "../frame-messages.ts";
import type { BridgePort } from "./bridge-port.ts";
import { PageLocation } from "./page-location.ts";
import type { UserActivation } from "./user-activation.ts";

/** `history` and what follows from it: an opaque origin may not change its address by itself. */
export class PageHistory {
  readonly #port: BridgePort;
  readonly #location: PageLocation;
  readonly #activation: UserActivation;
  #state: unknown;
  #length: number;

  constructor(
    port: BridgePort,
    location: PageLocation,
    activation: UserActivation,
    { state, historyLength }: Pick<Extract<WindowMessage, { kind: "write" }>, "state" | "historyLength">,
  ) {
    this.#port = port;
    this.#location = location;
    this.#activation = activation;
    this.#state = state;
    this.#length = historyLength;
    port.on("moved", ({ url, state: next, historyLength: length }) => {
      this.#length = length;
      this.#moved(url, next);
    });
  }

  override(): void {
    const change =
      (how: "push" | "replace") => (state: unknown, _unused: string, address?: string | URL | null) => {
        const { href } = new URL(address ?? this.#location.href, document.baseURI);
        if (new URL(href).origin !== this.#location.origin) {
          throw new DOMException(
            `history may not show an address of another origin: ${href}`,
            "SecurityError",
          );
        }
        this.#state = structuredClone(state);
        if (how === "push") this.#length++;
        PageLocation.move(this.#location, href);
        this.#port.say({ kind: "state", url: href, state: this.#state, how });
      };
    const go = (delta: number) =>
      this.#port.say({ kind: "go", delta, userActivated: this.#activation.isActive });
    Object.defineProperties(history, {
      pushState: { value: change("push") },
      replaceState: { value: change("replace") },
      back: { value: () => go(-1) },
      forward: { value: () => go(1) },
      go: { value: (delta = 0) => go(Math.trunc(Number(delta)) || 0) },
      state: { get: () => this.#state },
      length: { get: () => this.#length },
    });
  }

  #moved(url: string, state: unknown): void {
    const before = this.#location.href;
    PageLocation.move(this.#location, url);
    this.#state = state;
    window.dispatchEvent(new PopStateEvent("popstate", { state }));
    const fragment = fragmentOf(url);
    if (fragment !== undefined) scrollTo(fragment);
    if (fragment === fragmentOf(before)) return;
    window.dispatchEvent(new HashChangeEvent("hashchange", { oldURL: before, newURL: url }));
  }
}

/** With its "#"; `undefined` when there is none, which is another thing than an empty one. */
function fragmentOf(url: string): string | undefined {
  return /#.*$/s.exec(url)?.[0];
}

/** HTML §7.4.6.3: to the element of that id or name; to the top for an empty fragment and for "top". */
export function scrollTo(hash: string): void {
  const fragment = hash.slice(1);
  let name = fragment;
  try {
    name = decodeURIComponent(fragment);
  } catch {
    name = fragment;
  }
  const target = document.getElementById(name) ?? document.getElementsByName(name)[0];
  if (target !== undefined) {
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  } else if (name === "" || name.toLowerCase() === "top") {
    window.scroll(0, 0);
  }
}
