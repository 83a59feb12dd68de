import type { CookieOptions } from "express";

class Cookie {
  readonly name: string;
  readonly #lifetimeSeconds: number | undefined;
  readonly #rest: CookieOptions;

  constructor(name: string, rest: CookieOptions, lifetimeSeconds?: number) {
    this.name = name;
    this.#rest = rest;
    this.#lifetimeSeconds = lifetimeSeconds;
  }

  /** A date, worked out when the cookie is set. */
  get options(): CookieOptions {
    const options: CookieOptions = { secure: true, httpOnly: true, ...this.#rest };
    if (this.#lifetimeSeconds !== undefined) {
      options.expires = new Date(Date.now() + this.#lifetimeSeconds * 1000);
    }
    return options;
  }
}

export const cookies = {
  session: new Cookie("__Host-s", { sameSite: "lax" }),
  theme: new Cookie("t", { httpOnly: false }, 31_536_000),
  basket: new Cookie("b", { domain: "shop.test", sameSite: "strict" }),
  wizard: new Cookie("w", { path: "/checkout", sameSite: "strict" }),
  widget: new Cookie("g", { sameSite: "none", partitioned: false }),
  confirmation: new Cookie("c", { sameSite: "strict" }),
  welcome: new Cookie("e", { sameSite: "lax" }, 3600),
};
