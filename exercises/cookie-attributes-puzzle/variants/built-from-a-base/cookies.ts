import type { CookieOptions } from "express";

const guarded: CookieOptions = { secure: true, httpOnly: true, sameSite: "lax" };
const minutes = (count: number) => count * 60_000;

const session = { name: "__Host-http-id", options: { ...guarded } };
const theme = { name: "__Secure-theme", options: { ...guarded, httpOnly: false, maxAge: minutes(525_600) } };
const basket = { name: "__Secure-basket", options: { ...guarded, domain: ".shop.test" } };
const wizard = { name: "__Secure-wizard", options: { ...guarded, path: "/checkout" } };
const widget = { name: "__Host-widget", options: { ...guarded, sameSite: "none" as const } };
const confirmation = { name: "__Host-confirmation", options: { ...guarded, sameSite: true } };
const welcome = { name: "__Host-welcome", options: { ...guarded, maxAge: minutes(60) } };

export const cookies = { session, theme, basket, wizard, widget, confirmation, welcome };
