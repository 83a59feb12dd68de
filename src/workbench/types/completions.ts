import ts from "typescript";
import type { CompletionDetail, CompletionItem, Completions } from "./type-answers.ts";
import { partsText } from "./type-texts.ts";

const preferences: ts.UserPreferences = {
  includeCompletionsForModuleExports: true,
  includeCompletionsWithInsertText: true,
  includePackageJsonAutoImports: "off",
  importModuleSpecifierEnding: "js",
  quotePreference: "double",
};

/** What could stand at that place. */
export function completionsAt(
  service: ts.LanguageService,
  file: string,
  at: number,
): Completions | undefined {
  const found = service.getCompletionsAtPosition(file, at, preferences);
  if (found === undefined) return undefined;
  const text = service.getProgram()?.getSourceFile(file)?.text ?? "";
  const span = found.optionalReplacementSpan;
  const from = span?.start ?? wordStart(text, at);
  const first = text.slice(from, at).charAt(0).toLowerCase();
  const items = found.entries
    .filter(({ kind }) => kind !== ts.ScriptElementKind.warning)
    // Of the thousands that could be imported, those alone that begin with what is typed.
    .filter(
      ({ source, name }) => source === undefined || (first !== "" && name.toLowerCase().startsWith(first)),
    )
    .filter(({ source }) => source === undefined || isOffered(source))
    .map(toItem);
  const isMember = found.isMemberCompletion || !found.isGlobalCompletion;
  return { from, to: at, isMember, items };
}

/** Type and documentation of an item that `completionsAt` gave for that place, and the import that it needs. */
export function detailOf(
  service: ts.LanguageService,
  file: string,
  at: number,
  { name, handle }: CompletionItem,
): CompletionDetail | undefined {
  const entry = handle as EntryHandle | undefined;
  const detail = service.getCompletionEntryDetails(
    file,
    at,
    name,
    { indentSize: 2, tabSize: 2, semicolons: ts.SemicolonPreference.Insert },
    entry?.source,
    preferences,
    entry?.data,
  );
  if (detail === undefined) return undefined;
  const changes = (detail.codeActions ?? [])
    .flatMap((action) => action.changes)
    .filter(({ fileName }) => fileName === file)
    .flatMap(({ textChanges }) => textChanges)
    .map(({ span, newText }) => ({ from: span.start, to: span.start + span.length, insert: newText }));
  return {
    signature: partsText(detail.displayParts),
    documentation: partsText(detail.documentation),
    changes,
  };
}

/** Node's modules under their full names, our library, Express, the project's own files: what the course imports. */
function isOffered(source: string): boolean {
  return /^node:|^keepsake$|^express$|^\.{1,2}\/|^\/projects\//.test(source);
}

interface EntryHandle {
  readonly source: string | undefined;
  readonly data: ts.CompletionEntryData | undefined;
}

function toItem({
  name,
  kind,
  sortText,
  insertText,
  source,
  sourceDisplay,
  data,
}: ts.CompletionEntry): CompletionItem {
  const handle: EntryHandle | undefined = source === undefined ? undefined : { source, data };
  return {
    name,
    kind,
    order: sortText,
    ...(insertText === undefined ? {} : { insert: insertText }),
    ...(source === undefined ? {} : { from: partsText(sourceDisplay) || source }),
    ...(handle === undefined ? {} : { handle }),
  };
}

function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && /[\w$]/.test(text.charAt(start - 1))) start -= 1;
  return start;
}
