import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { ProjectTypes } from "../types/project-types.ts";
import { editedPath } from "./edited-path.ts";
import { infoView } from "./info-view.ts";

/** What stands under the pointer: its type, and the comment where it is made. */
export function typeHover(types: ProjectTypes): Extension {
  return hoverTooltip(async ({ state }, at) => {
    const info = await types.ask("quickInfo", state.facet(editedPath), at);
    // Past the end of a word, TypeScript still answers for it.
    if (info === undefined || at >= info.to) return null;
    return {
      pos: info.from,
      end: info.to,
      above: true,
      create: () => ({ dom: infoView(info.signature, info.documentation) }),
    };
  });
}
