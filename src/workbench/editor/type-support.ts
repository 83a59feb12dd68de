import type { Extension } from "@codemirror/state";
import { pageTypes } from "../types/page-types.ts";
import { ProjectTypes } from "../types/project-types.ts";
import type { EditorDesk } from "./editor-desk.ts";
import { positionAt } from "./position-at.ts";
import { javascriptLanguage, typescriptLanguage } from "./script-language.ts";
import { typeCompletion } from "./type-completion.ts";
import { typeDefinition } from "./type-definition.ts";
import { typeHover } from "./type-hover.ts";
import { typeSignature } from "./type-signature.ts";

/** What an editor gets once it is used: TypeScript's view of its files, and what shows it. */
export interface TypeSupport {
  readonly types: ProjectTypes;
  readonly extension: Extension;
}

/** Begins the page's worker, when it is the first editor that is used. `types` must be closed with the editor. */
export function startTypes(desk: EditorDesk): TypeSupport {
  const { workspace } = desk;
  const types = new ProjectTypes(pageTypes(), workspace, () => desk.file.peek());
  const completion = typeCompletion(types);
  const extension = [
    [typescriptLanguage, javascriptLanguage].map(({ data }) => data.of({ autocomplete: completion })),
    typeHover(types),
    typeSignature(types),
    typeDefinition({
      types,
      open: (path, from) => desk.openAt({ path, ...positionAt(workspace.read(path) ?? "", from) }),
      say: (sentence) => desk.remark(sentence),
    }),
  ];
  return { types, extension };
}
