import * as words from "../words/en/palette-dialog.ts";
import type { CommandGroup } from "./commands.ts";

/** What stands over the commands of a group. */
export const groupText: Readonly<Record<CommandGroup, string>> = {
  Program: words.program,
  Files: words.files,
  Editor: words.editor,
  Panes: words.panes,
  Course: words.course,
  Site: words.site,
};
