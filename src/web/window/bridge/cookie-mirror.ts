import type { BridgePort } from "./bridge-port.ts";
import type { PageLocation } from "./page-location.ts";

/**
 * `document.cookie`, which is read at once, of a jar that lives elsewhere. What the page writes is shown at once
 * by the rules that can be judged here; the jar's own word follows and wins.
 */
export class CookieMirror {
  readonly #port: BridgePort;
  readonly #location: PageLocation;
  #cookie: string;

  constructor(port: BridgePort, location: PageLocation, cookie: string) {
    this.#port = port;
    this.#location = location;
    this.#cookie = cookie;
    port.on("cookie", (message) => {
      this.#cookie = message.cookie;
    });
  }

  get value(): string {
    return this.#cookie;
  }

  write(line: string): void {
    this.#port.say({ kind: "cookie", line });
    const [pair = "", ...rest] = line.split(";");
    const equals = pair.indexOf("=");
    const name = equals === -1 ? "" : pair.slice(0, equals).trim();
    const value = pair.slice(equals + 1).trim();
    const attributes = new Map(
      rest.map((part): [string, string] => {
        const [key = "", text = ""] = part.split(/=(.*)/s);
        return [key.trim().toLowerCase(), text.trim()];
      }),
    );
    if ((name === "" && value === "") || !this.#concerns(attributes)) return;
    const others = this.#cookie.split("; ").filter((each) => each !== "" && nameOf(each) !== name);
    const shown = name === "" ? value : `${name}=${value}`;
    this.#cookie = (isPast(attributes) ? others : [...others, shown]).join("; ");
  }

  /** Would this page see such a cookie? */
  #concerns(attributes: ReadonlyMap<string, string>): boolean {
    const { hostname, pathname, protocol } = this.#location;
    if (attributes.has("httponly")) return false;
    const local = hostname === "localhost" || hostname.endsWith(".localhost") || hostname.startsWith("127.");
    if (attributes.has("secure") && protocol !== "https:" && !local) return false;
    if (attributes.get("samesite")?.toLowerCase() === "none" && !attributes.has("secure")) return false;
    const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase() ?? "";
    if (domain !== "" && hostname !== domain && !hostname.endsWith(`.${domain}`)) return false;
    const path = attributes.get("path") ?? "";
    if (!path.startsWith("/")) return true;
    return pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
  }
}

function nameOf(pair: string): string {
  const equals = pair.indexOf("=");
  return equals === -1 ? "" : pair.slice(0, equals);
}

function isPast(attributes: ReadonlyMap<string, string>): boolean {
  const age = attributes.get("max-age");
  if (age !== undefined && /^-?\d+$/.test(age)) return Number(age) <= 0;
  const expires = attributes.get("expires");
  return expires !== undefined && Date.parse(expires) <= Date.now();
}
