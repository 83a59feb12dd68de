import { expect, it } from "vitest";
import { markdownTokens, settingsTokens } from "./plain-tokens.ts";
import type { TextToken } from "./text-token.ts";

/** Each token as "kind text". */
function told(text: string, tokensOf: (text: string) => TextToken[]): string[] {
  return tokensOf(text).map(({ from, to, kind }) => `${kind} ${text.slice(from, to)}`);
}

it("tells names, values and comments of settings apart", () => {
  const text = `# all of them\nTINA4_SESSION_TTL=3600 # an hour\nURL="redis://a#1"\nexport KEY=a#b\nnot a setting\n`;
  expect(told(text, settingsTokens)).toEqual([
    "comment # all of them",
    "keyword TINA4_SESSION_TTL",
    "delimiter =",
    "string 3600",
    "comment  # an hour",
    "keyword URL",
    "delimiter =",
    'string "redis://a#1"',
    "delimiter export ",
    "keyword KEY",
    "delimiter =",
    "string a#b",
  ]);
});

it("finds headings, lists, code, links and emphasis in Markdown, and nothing in a listing", () => {
  const text =
    "# Shop\n- run `npm start`, *now*\nsee [it](/a) or **not**\n```ts\n# no heading\n```\na * b * c\n";
  expect(told(text, markdownTokens)).toEqual([
    "keyword # Shop",
    "delimiter -",
    "string `npm start`",
    "emphasis *now*",
    "string [it](/a)",
    "keyword **not**",
    "delimiter ```ts",
    "string # no heading",
    "delimiter ```",
  ]);
});
