import type { AskedPolicy, LinkTarget } from "../frame-messages.ts";
import type { BridgePort } from "./bridge-port.ts";
import type { UserActivation } from "./user-activation.ts";

/** What the page's scripts get in place of `location`, which no script can replace. */
export class PageLocation {
  readonly #port: BridgePort;
  readonly #activation: UserActivation;
  readonly #url: URL;

  constructor(port: BridgePort, url: string, activation: UserActivation) {
    this.#port = port;
    this.#activation = activation;
    this.#url = new URL(url);
  }

  get href(): string {
    return this.#url.href;
  }
  set href(address: string) {
    this.assign(address);
  }
  get origin(): string {
    return this.#url.origin;
  }
  get protocol(): string {
    return this.#url.protocol;
  }
  set protocol(value: string) {
    this.#change("protocol", value);
  }
  get host(): string {
    return this.#url.host;
  }
  set host(value: string) {
    this.#change("host", value);
  }
  get hostname(): string {
    return this.#url.hostname;
  }
  set hostname(value: string) {
    this.#change("hostname", value);
  }
  get port(): string {
    return this.#url.port;
  }
  set port(value: string) {
    this.#change("port", value);
  }
  get pathname(): string {
    return this.#url.pathname;
  }
  set pathname(value: string) {
    this.#change("pathname", value);
  }
  get search(): string {
    return this.#url.search;
  }
  set search(value: string) {
    this.#change("search", value);
  }
  get hash(): string {
    return this.#url.hash;
  }
  /** An empty one is one too, and the document stays. The one that is there changes nothing. */
  set hash(value: string) {
    const url = new URL(this.#url);
    url.hash = value;
    if (url.hash === this.#url.hash) return;
    this.#go(url.href.includes("#") ? url : `${url.href}#`, false, "self");
  }

  assign(address: string | URL): void {
    this.#go(address, false, "self");
  }

  replace(address: string | URL): void {
    this.#go(address, true, "self");
  }

  /** Leads another window than the page's own. Only the bridge calls it. */
  static open(
    location: PageLocation,
    address: string | URL,
    target: LinkTarget,
    {
      replace = false,
      referrerPolicy = "",
    }: { readonly replace?: boolean; readonly referrerPolicy?: AskedPolicy } = {},
  ): void {
    location.#go(address, replace, target, referrerPolicy);
  }

  reload(): void {
    this.#port.say({ kind: "go", delta: 0, userActivated: this.#activation.isActive });
  }

  toString(): string {
    return this.href;
  }

  /** The address changed and the document stays. Only the bridge calls it. */
  static move(location: PageLocation, url: string): void {
    location.#url.href = url;
  }

  #change(part: "protocol" | "host" | "hostname" | "port" | "pathname" | "search", value: string): void {
    const url = new URL(this.#url);
    url[part] = value;
    this.#go(url, false, "self");
  }

  #go(address: string | URL, replace: boolean, target: LinkTarget, referrerPolicy: AskedPolicy = ""): void {
    const { href } = new URL(address, document.baseURI);
    const userActivated = this.#activation.isActive;
    const message = { kind: "navigate", url: href, by: "script", replace } as const;
    this.#port.say({ ...message, userActivated, target, referrerPolicy });
  }
}
