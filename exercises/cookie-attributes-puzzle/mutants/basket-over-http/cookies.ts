import type { CookieOptions } from "express";

interface ShopCookie {
  readonly name: string;
  readonly options: CookieOptions;
}

const AN_HOUR_MS = 60 * 60 * 1000;
const A_YEAR_MS = 365 * 24 * AN_HOUR_MS;

export const cookies = {
  session: {
    name: "__Host-session",
    options: { path: "/", secure: true, httpOnly: true, sameSite: "lax" },
  },
  theme: {
    name: "theme",
    options: { maxAge: A_YEAR_MS, secure: true, sameSite: "lax" },
  },
  basket: {
    name: "basket",
    options: { domain: "shop.test", httpOnly: true, sameSite: "lax" },
  },
  wizard: {
    name: "wizard",
    options: { path: "/checkout", secure: true, httpOnly: true, sameSite: "lax" },
  },
  widget: {
    name: "widget",
    options: { secure: true, httpOnly: true, sameSite: "none" },
  },
  confirmation: {
    name: "confirmation",
    options: { secure: true, httpOnly: true, sameSite: "strict" },
  },
  welcome: {
    name: "welcome",
    options: { maxAge: AN_HOUR_MS, secure: true, httpOnly: true, sameSite: "lax" },
  },
} satisfies Record<string, ShopCookie>;
