import { expect, test } from "vitest";
import { parsePage } from "./page.ts";

test("the text is what a reader sees: blocks and cells end a word, inline elements do not", () => {
  const page = parsePage(`<!doctype html><head><title>Tab</title><style>p{}</style></head>
    <body><h1>Your   cart</h1><table><tr><td>2</td><td>159.98</td></tr></table>
    <p>US<b>B</b>-C &amp; more</p><script>var hidden = 1;</script></body>`);
  expect(page.text).toBe("Your cart 2 159.98 USB-C & more");
});

test("what is hidden is not seen, and what stands in a template is no part of the page", () => {
  const page = parsePage(`<p class="alert">new</p><p class="alert" hidden>old</p>
    <div hidden="until-found"><p class="alert">older</p></div>
    <template><p class="alert">empty</p></template>`);
  expect(page.text).toBe("new");
  expect(page.queryAll(".alert").map(({ text }) => text)).toEqual(["new", "", ""]);
  expect(page.query("div")?.query(".alert")?.text).toBe("");
  expect(page.query("template")?.text).toBe("");
});

test("elements are found by selector, in document order, and within elements", () => {
  const page = parsePage(`<ul class="a"><li id="x">one</li><li>two</li></ul><li>three</li>`);
  expect(page.queryAll("li").map(({ text }) => text)).toEqual(["one", "two", "three"]);
  expect(page.query("ul")?.queryAll("li").length).toBe(2);
  expect(page.query("ul li")?.attribute("id")).toBe("x");
  expect(page.query("ul li")?.attribute("class")).toBeUndefined();
  expect(page.query("ul li")?.html).toBe('<li id="x">one</li>');
  expect(page.query("ol")).toBeUndefined();
});

test("escaped markup is text, not elements", () => {
  const page = parsePage(`<p class="alert">&lt;b class="x"&gt;hello</p>`);
  expect(page.query(".x")).toBeUndefined();
  expect(page.query(".alert")?.text).toBe('<b class="x">hello');
});

test("a tag's name is in lower case, and broken markup is read as a browser would go on", () => {
  const page = parsePage("<DIV><p>one<p>two");
  expect(page.query("div")?.tagName).toBe("div");
  expect(page.queryAll("p").map(({ text }) => text)).toEqual(["one", "two"]);
});
