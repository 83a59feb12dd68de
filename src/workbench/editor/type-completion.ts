import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  insertCompletionText,
  pickedCompletion,
} from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import type { EditorView } from "@codemirror/view";
import type { ProjectTypes } from "../types/project-types.ts";
import type { CompletionDetail, CompletionItem } from "../types/type-answers.ts";
import { editedPath } from "./edited-path.ts";
import { infoView } from "./info-view.ts";

/** What TypeScript says could stand here; until it is there, the names in the file itself. */
export function typeCompletion(types: ProjectTypes) {
  return async (context: CompletionContext): Promise<CompletionResult | null> => {
    if (types.client.state.peek().kind !== "ready") return localCompletionSource(context);
    const word = context.matchBefore(/[\w$]+/);
    const isMeant = context.explicit || word !== null || context.matchBefore(/[.'"`/@]/) !== null;
    if (!isMeant) return null;
    const path = context.state.facet(editedPath);
    const found = await types.ask("completions", path, context.pos);
    if (found === undefined || context.aborted || found.items.length === 0) return null;
    return {
      from: found.from,
      options: found.items.map((item) => option(types, path, context.pos, item)),
      validFor: /^[\w$]*$/,
    };
  };
}

function option(types: ProjectTypes, path: string, at: number, item: CompletionItem): Completion {
  const detail = () => types.ask("completionDetail", path, at, item);
  const insert = item.insert ?? item.name;
  return {
    label: item.name,
    type: icons[item.kind] ?? "text",
    boost: boostOf(item.order),
    ...(item.from === undefined ? {} : { detail: item.from }),
    info: async () => {
      const found = await detail();
      return found === undefined ? null : infoView(found.signature, found.documentation);
    },
    apply: (view, completion, from, to) => {
      const before = view.state.sliceDoc(0, from);
      // Asked first, so that it is about the text before the word is put in.
      const asked = item.from === undefined ? undefined : detail();
      view.dispatch(insertCompletionText(view.state, insert, from, to), {
        annotations: pickedCompletion.of(completion),
      });
      if (asked !== undefined) void addImport(view, before, asked);
    },
  };
}

/** Puts the import in when it is known, if nothing before the word has changed until then. */
async function addImport(
  view: EditorView,
  before: string,
  asked: Promise<CompletionDetail | undefined>,
): Promise<void> {
  const found = await asked;
  if (found === undefined || view.state.sliceDoc(0, before.length) !== before) return;
  const changes = found.changes.filter(({ to }) => to <= before.length);
  view.dispatch({ changes, userEvent: "input.complete" });
}

/** TypeScript's "11" stands for what is nearest, "16" and more for what would have to be imported. */
function boostOf(order: string): number {
  const rank = Number.parseInt(order.replace(/\D.*$/, ""), 10);
  return Number.isNaN(rank) ? 0 : Math.max(-90, (12 - rank) * 10);
}

/** TypeScript's kinds in CodeMirror's words, which choose the icon. */
const icons: Readonly<Record<string, string>> = {
  alias: "variable",
  class: "class",
  const: "constant",
  enum: "enum",
  function: "function",
  getter: "property",
  interface: "interface",
  keyword: "keyword",
  let: "variable",
  "local function": "function",
  "local var": "variable",
  method: "method",
  module: "namespace",
  parameter: "variable",
  property: "property",
  setter: "property",
  string: "text",
  type: "type",
  "type parameter": "type",
  var: "variable",
};
