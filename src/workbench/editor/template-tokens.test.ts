import { expect, it } from "vitest";
import { templateTokens } from "./template-tokens.ts";

/** Each token as "kind text". */
function told(template: string): string[] {
  return templateTokens(template).map(({ from, to, kind }) => `${kind} ${template.slice(from, to)}`);
}

it("finds the tags wherever they stand, and what is in them", () => {
  expect(told(`<a href="{{ url }}">{%- for item in cart -%}{# a {{ remark }} #}`)).toEqual([
    "delimiter {{",
    "name url",
    "delimiter }}",
    "delimiter {%-",
    "keyword for",
    "name item",
    "keyword in",
    "name cart",
    "delimiter -%}",
    "comment {# a {{ remark }} #}",
  ]);
});

it("takes a word in quotes for what it is", () => {
  expect(told(`{{ "if" | default('it\\'s') }}`)).toEqual([
    "delimiter {{",
    'string "if"',
    "name default",
    "string 'it\\'s'",
    "delimiter }}",
  ]);
});

it("goes over lines, and leaves an open tag alone", () => {
  expect(told("{% if a\n  and b %}{{ open")).toEqual([
    "delimiter {%",
    "keyword if",
    "name a",
    "keyword and",
    "name b",
    "delimiter %}",
  ]);
});
