import type { Blanks } from "./blanks.ts";
import type { SourceText } from "./source-text.ts";
import { endOf, type Node, startOf } from "./syntax-tree.ts";

/** A member of a class that stays when the types go. */
export type ClassMember = Extract<
  Node,
  {
    type:
      | "ClassMethod"
      | "ClassPrivateMethod"
      | "ClassProperty"
      | "ClassPrivateProperty"
      | "ClassAccessorProperty";
  }
>;

/** Blanks `private`, `readonly`, `override`, `?`, `!` of a member; its types are blanked elsewhere. */
export function blankMemberMarks(member: ClassMember, source: SourceText, blanks: Blanks): void {
  const computed = "computed" in member && member.computed;
  const keyStart = computed ? source.tokenEndBefore(startOf(member.key)) : startOf(member.key);
  const keyEnd = computed ? source.tokenFrom(endOf(member.key)) + 1 : endOf(member.key);
  const decorator = member.decorators?.at(-1);
  const start = source.tokenFrom(decorator == null ? startOf(member) : endOf(decorator));
  const modified = hasModifier(member);
  if (modified) blankModifiers(start, keyStart, source, blanks);

  const definite = "definite" in member && member.definite === true;
  // Node leaves the mark of an accessor, which no engine takes then.
  const optional =
    member.type !== "ClassAccessorProperty" && "optional" in member && member.optional === true;
  if (optional || definite) {
    const mark = source.tokenFrom(keyEnd);
    blanks.blank(mark, mark + 1);
  }
  if (member.type === "ClassProperty" && member.value == null && member.typeAnnotation != null) {
    // `get: number` would otherwise become the beginning of an accessor.
    if (nameIn(member, ["get", "set", "static"])) blanks.put(startOf(member.typeAnnotation), ";");
  }
  if (modified && !member.static && decorator == null && joinsPreviousLine(member)) {
    blanks.put(start, ";");
  }
}

function hasModifier(member: ClassMember): boolean {
  return (
    member.type === "ClassAccessorProperty" ||
    ("accessibility" in member && member.accessibility != null) ||
    ("override" in member && member.override === true) ||
    ("readonly" in member && member.readonly === true)
  );
}

/** Without its modifier, `[key]`, `*key` or `in` would go on with the member before it. */
function joinsPreviousLine(member: ClassMember): boolean {
  if (member.type === "ClassMethod") {
    return (
      member.kind !== "constructor" &&
      (member.computed || member.generator || nameIn(member, ["in", "instanceof"]))
    );
  }
  return member.type === "ClassProperty" && (member.computed || nameIn(member, ["in", "instanceof"]));
}

function nameIn(member: ClassMember, names: readonly string[]): boolean {
  const { key } = member;
  return key.type === "Identifier" && !("computed" in member && member.computed) && names.includes(key.name);
}

function blankModifiers(from: number, keyStart: number, source: SourceText, blanks: Blanks): void {
  let at = from;
  while (at < keyStart) {
    const word = source.wordAt(at);
    const end = at + word.length;
    const next = source.tokenFrom(end);
    if (word === "" || source.breaksLine(end, next)) return;
    if (source.wordAt(next) === "" && !/[[{*#"'\d]|\.{3}/y.test(source.text.slice(next, next + 3))) return;
    if (word !== "static") {
      if (!["readonly", "public", "protected", "private", "override"].includes(word)) return;
      blanks.blank(at, end);
    }
    at = next;
  }
}
