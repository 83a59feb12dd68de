import type { CommonJsProgram, Edit, ImportReference, ModuleProgram } from "./compiled.ts";
import { applyEdits, mergeEdits } from "./edited-text.ts";

export interface GeneratedCode {
  /** A function expression. */
  readonly code: string;
  /** What made `code` out of the program's text. */
  readonly edits: readonly Edit[];
}

/** How an ES module gets an imported name: once, or anew at each use. By import. */
export type ImportAccess = "once" | "each";

/**
 * The function of an ES module. Its parameter is a `ModuleScope`. Sync modules outside of cycles are plain
 * functions. In a cycle the scope must exist before the body runs, so these stop once after their prologue:
 * generators, or async functions that wait for `start`.
 */
export function moduleFunction(
  program: ModuleProgram,
  cyclic: boolean,
  access: readonly ImportAccess[],
): GeneratedCode {
  const { scope, meta, dynamicImport } = program.names;
  const once = program.imports.filter((_, index) => access[index] === "once");
  const each = program.imports.flatMap((_, index) => (access[index] === "each" ? [index] : []));
  const awaits = program.awaits.length > 0;
  const kind = awaits ? "async function" : cyclic ? "function*" : "function";
  const pairs = program.exports.map((item) => `[${JSON.stringify(item.exported)},()=>${item.read}]`);
  const hoistedDefault = program.exports.some((item) => item.read === `${scope}default`);
  const prologue = [
    `(${kind}(${scope},${dynamicImport},${meta}){"use strict";`,
    once.length > 0 ? `const [${once.map((item) => item.local).join()}]=${scope}.once;` : "",
    each.length > 0 ? `const [${each.map((index) => `${scope}${index}`).join()}]=${scope}.each;` : "",
    hoistedDefault ? `${scope}.nameDefault(${scope}default);` : "",
    `${scope}.exports([${pairs.join()}]);`,
    cyclic ? (awaits ? `await ${scope}.start;` : "yield;") : "",
  ].join("");
  const references = program.references
    .filter((item) => access[item.binding] === "each")
    .map((item) => referenceEdit(program, item));
  const edits = [{ start: 0, end: 0, text: prologue }, ...mergeEdits(program.edits, references)];
  return { code: `${applyEdits(program.text, edits)}\n})`, edits };
}

function referenceEdit(program: ModuleProgram, reference: ImportReference): Edit {
  const { scope } = program.names;
  const { start, end } = reference;
  const name = program.imports[reference.binding]?.local ?? "";
  const call = `${scope}${reference.binding}()`;
  const texts: Readonly<Record<ImportReference["use"], string>> = {
    read: call,
    construct: `(${call})`,
    shorthand: `${name}:${call}`,
    assign: `${scope}.sealed.${name}`,
    "assign-shorthand": `${name}:${scope}.sealed.${name}`,
  };
  return { start, end, text: texts[reference.use] };
}

/** A function that takes what stands for `import()`, and gives Node's wrapper of a CommonJS module. */
export function commonJsFunction(program: CommonJsProgram): GeneratedCode {
  const { dynamicImport } = program.names;
  const prologue = `(function(${dynamicImport}){return function(exports,require,module,__filename,__dirname){`;
  const edits = [{ start: 0, end: 0, text: prologue }, ...program.edits];
  return { code: `${applyEdits(program.text, edits)}\n}})`, edits };
}
