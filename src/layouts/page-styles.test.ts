import { expect, it } from "vitest";
import { joinStyles, withLateModules } from "./page-styles.ts";

const link = (name: string) => `<link rel="stylesheet" href="/_astro/${name}.css">`;
const styles = new Map([
  ["/_astro/page.css", "h1{color:red}"],
  ["/_astro/base.css", "h1{margin:0}"],
  ["/_astro/dialog.css", "dialog{border:0}"],
]);
const scripts = new Map([
  ["/_astro/menu.a1.js", 'import{t}from"./preload.js";const deps=["_astro/dialog.js","_astro/dialog.css"]'],
  ["/_astro/work.b2.js", 'import"./menu.a1.js";import{d}from"./dialog.js";d()'],
  ["/_astro/dialog.js", "export{d}"],
]);
const runs = (name: string) => `<script type="module" src="/_astro/${name}.js"></script>`;

it("gives a page one sheet, in the order of its links, without what a script loads", () => {
  const html = `<head><meta><link rel="preload" as="font">${link("page")}${link("dialog")}${link("base")}</head>${runs("menu.a1")}`;
  const { pages, added } = joinStyles(new Map([["/", html]]), styles, scripts);
  const [[address, text] = ["", ""]] = [...added];
  expect(text).toBe("h1{color:red}\nh1{margin:0}");
  expect(pages.get("/")).toBe(
    `<head><meta><link rel="stylesheet" href="${address}"><link rel="preload" as="font"></head>${runs("menu.a1")}`,
  );
});

it("keeps the sheet of a script that runs at once, though another loads it when needed", () => {
  const html = link("base") + link("dialog");
  const textOf = (page: string) => [...joinStyles(new Map([["/", page]]), styles, scripts).added.values()];
  expect(textOf(html + runs("work.b2"))).toEqual(["h1{margin:0}\ndialog{border:0}"]);
  expect(textOf(html + runs("menu.a1"))).toEqual(["h1{margin:0}"]);
  expect(textOf(html)).toEqual(["h1{margin:0}\ndialog{border:0}"]);
});

it("gives pages with the same sheets the same one, and others another", () => {
  const both = `${link("page")}${link("base")}`;
  const { pages, added } = joinStyles(
    new Map([
      ["/one/", both],
      ["/two/", both],
      ["/three/", link("base")],
      ["/none/", "<p>"],
    ]),
    styles,
    scripts,
  );
  expect(pages.get("/one/")).toBe(pages.get("/two/"));
  expect(pages.get("/three/")).not.toBe(pages.get("/one/"));
  expect(pages.get("/none/")).toBe("<p>");
  expect(added.size).toBe(2);
});

it("says which sheets nothing needs any more, and never one that a script loads", () => {
  const { left } = joinStyles(new Map([["/", link("base")]]), styles, scripts);
  expect(left).toEqual(["/_astro/page.css", "/_astro/base.css"]);
});

it("refuses a page whose sheet is not there", () => {
  expect(() => joinStyles(new Map([["/x/", link("gone")]]), styles, new Map())).toThrow(/\/x\/ links to/);
});

it("asks for modules after the rest, and leaves other scripts alone", () => {
  expect(
    withLateModules('<script src="/theme.js"></script><script type="module" src="/a.js"></script>'),
  ).toBe('<script src="/theme.js"></script><script type="module" fetchpriority="low" src="/a.js"></script>');
});
