import { expect, test } from "vitest";
import { errorSummary, firstPosition, linkPositions } from "./stack-position.ts";

const syntaxError = `file:///project/src/routes/cart.ts:12
    cart.push(item;
                  ^

SyntaxError: Unexpected token ';'
    at compileSourceTextModule (node:internal/modules/esm/utils:346:16)

Node.js v24.21.0
`;

const thrown = `TypeError: cart.map is not a function
    at total (file:///project/node_modules/sum/index.js:3:5)
    at file:///project/src/routes/my%20cart.ts:7:21
    at Layer.handle (file:///project/server.ts:40:3)
`;

test("a position with line and column is cut out of the text, and the pieces make the text again", () => {
  const text = "at add (file:///project/server.ts:40:3)";
  const segments = linkPositions(text);
  expect(segments).toEqual([
    { text: "at add (" },
    { text: "file:///project/server.ts:40:3", position: { path: "server.ts", line: 40, column: 3 } },
    { text: ")" },
  ]);
  expect(segments.map((segment) => segment.text).join("")).toBe(text);
});

test("text without a position stays whole; empty text has no segment", () => {
  expect(linkPositions("listening on http://localhost:7148")).toEqual([
    { text: "listening on http://localhost:7148" },
  ]);
  expect(linkPositions("")).toEqual([]);
});

test("a position without a column has none", () => {
  expect(firstPosition(syntaxError)).toEqual({ path: "src/routes/cart.ts", line: 12 });
});

test("frames inside node_modules are passed over, and names are decoded", () => {
  expect(firstPosition(thrown)).toEqual({ path: "src/routes/my cart.ts", line: 7, column: 21 });
});

test("the summary is the line that names the error", () => {
  expect(errorSummary(syntaxError)).toBe("SyntaxError: Unexpected token ';'");
  expect(errorSummary(thrown)).toBe("TypeError: cart.map is not a function");
});

test("the summary leaves out Node's code and the brace of the properties", () => {
  const stderr =
    "SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Expression expected\n    at x (node:internal:1:1) {\n  code: 'E'\n}\n";
  expect(errorSummary(stderr)).toBe("SyntaxError: Expression expected");
  expect(errorSummary("TypeError: no cart {\n  code: 'E'\n}\n")).toBe("TypeError: no cart");
});

test("with no named error, the last line that is no frame is the summary", () => {
  expect(errorSummary("Port 7148 is taken\n    at x (file:///project/server.ts:1:1)\n")).toBe(
    "Port 7148 is taken",
  );
  expect(errorSummary("")).toBe("");
});
