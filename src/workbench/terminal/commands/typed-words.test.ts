import { expect, it } from "vitest";
import { typedWords } from "./typed-words.ts";

it.each([
  ["get  key ", ["get", "key"]],
  [`set k "a \\"b\\" \\n\\x41"`, ["set", "k", 'a "b" \nA']],
  [String.raw`set k 'it\'s \n'`, ["set", "k", String.raw`it's \n`]],
  ['set k ""', ["set", "k", ""]],
  ["", []],
  ['get "open', undefined],
  ['get "a"b', undefined],
])("%j is %j", (line, words) => {
  expect(typedWords(line)).toEqual(words);
});
