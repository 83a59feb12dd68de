import { expect, test } from "vitest";
import { completePlaygroundSpec } from "./spec.ts";

const files = { "server.ts": "", "views/page.html": "" };

test("the defaults: the first browser is Alice, all files are open, the page is at /", () => {
  expect(completePlaygroundSpec({ id: "p", files })).toEqual({
    id: "p",
    title: "Playground",
    files,
    entry: "server.ts",
    port: 7148,
    startPath: "/",
    open: ["server.ts", "views/page.html"],
    readonly: [],
    requests: [],
    agents: ["Alice"],
    view: "browser",
    clock: false,
    terminal: false,
    processes: undefined,
    hosts: undefined,
    setup: {
      processes: [
        {
          name: "server",
          command: "node",
          args: ["server.ts"],
          port: 7148,
          env: {},
          after: [],
          startsWithRun: true,
        },
      ],
      hosts: [],
      browsers: ["Alice"],
    },
  });
});

test("a request with a body is a POST of its type", () => {
  const { requests } = completePlaygroundSpec({
    id: "p",
    files,
    requests: [
      { path: "/" },
      { path: "/cart/add", json: { product_id: 1 } },
      { path: "/cart/add", form: { product_id: "1", note: "a b&c" }, label: "Add" },
      { path: "/cart", method: "DELETE" },
    ],
  });
  expect(requests).toEqual([
    { label: "GET /", method: "GET", path: "/", contentType: undefined, body: "", headers: [] },
    {
      label: "POST /cart/add",
      method: "POST",
      path: "/cart/add",
      contentType: "application/json",
      body: '{"product_id":1}',
      headers: [],
    },
    {
      label: "Add",
      method: "POST",
      path: "/cart/add",
      contentType: "application/x-www-form-urlencoded",
      body: "product_id=1&note=a+b%26c",
      headers: [],
    },
    { label: "DELETE /cart", method: "DELETE", path: "/cart", contentType: undefined, body: "", headers: [] },
  ]);
});

test("a spec that contradicts itself is refused by name", () => {
  expect(() => completePlaygroundSpec({ id: "p", files, entry: "app.ts" })).toThrow(
    'Playground "p" names the file app.ts, but its files are: server.ts, views/page.html.',
  );
  expect(() => completePlaygroundSpec({ id: "p", files, open: [] })).toThrow("opens no file");
  expect(() => completePlaygroundSpec({ id: "p", files, agents: [] })).toThrow("There are 0 browsers");
  expect(() => completePlaygroundSpec({ id: "p", files, requests: [{ path: "cart" }] })).toThrow(
    'must start with "/"',
  );
  expect(() =>
    completePlaygroundSpec({ id: "p", files, requests: [{ path: "/", json: 1, form: {} }] }),
  ).toThrow('has both "json" and "form"');
});
