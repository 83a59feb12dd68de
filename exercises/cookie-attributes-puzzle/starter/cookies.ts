import type { CookieOptions } from "express";

interface ShopCookie {
  readonly name: string;
  readonly options: CookieOptions;
}

export const cookies = {
  session: {
    name: "sid",
    options: { domain: "shop.test", secure: true, sameSite: "none" },
  },
  theme: {
    name: "theme",
    options: { maxAge: 365 * 24 * 60 * 60, httpOnly: true, sameSite: "lax" },
  },
  basket: {
    name: "basket",
    options: { path: "/basket", sameSite: "lax" },
  },
  wizard: {
    name: "wizard",
    options: { path: "/check", maxAge: 60 * 60 * 1000, secure: true, sameSite: "lax" },
  },
  widget: {
    name: "widget",
    options: { secure: true, sameSite: "lax" },
  },
  confirmation: {
    name: "confirmation",
    options: { secure: true, sameSite: "lax" },
  },
  welcome: {
    name: "welcome",
    options: { maxAge: 60 * 60, secure: true, sameSite: "lax" },
  },
} satisfies Record<string, ShopCookie>;
