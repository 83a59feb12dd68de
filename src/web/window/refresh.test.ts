import { expect, it } from "vitest";
import { parseRefresh } from "./refresh.ts";

const page = "http://shop.test/deep/page";
const base = "http://shop.test/other/";
const at = (path: string) => new URL(path, "http://shop.test").href;

it.each([
  ["5", 5000, page],
  [" 5 ", 5000, page],
  ["5.9;", 5000, page],
  [".5", 0, page],
  ["0; url=/next", 0, at("/next")],
  ["0;URL = next", 0, at("/other/next")],
  [' 2 , url = "d" ', 2000, at("/other/d")],
  ["1, '/next' and more", 1000, at("/next")],
  ["1 /next", 1000, at("/next")],
  ["0; url=/s?q='a'", 0, at("/s?q='a'")],
  [`0; url="/s?q='a'"`, 0, at("/s?q='a'")],
  ["0; urn", 0, at("/other/urn")],
  ["0; url=", 0, base],
  ["99999999999", 2 ** 31 - 1, page],
])("%j", (text, afterMs, url) => {
  expect(parseRefresh(text, base, page)).toEqual({ afterMs, url });
});

it.each([undefined, "", "soon", "-1", "; url=/next", "5a", "0; url=http://a b/"])("nothing: %j", (text) => {
  expect(parseRefresh(text, base, page)).toBeUndefined();
});
