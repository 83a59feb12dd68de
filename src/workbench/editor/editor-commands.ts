import { type Command, offerCommands } from "../../palette/commands.ts";
import * as words from "../../words/en/editor-commands.ts";

/** What an editor does for commands. It comes into sight with each of them. */
export interface EditorActs {
  readonly find: () => unknown;
  readonly format: () => unknown;
  readonly listProblems: () => unknown;
  /** Presses that key in the text. */
  readonly press: (key: string) => unknown;
}

let owner: EditorActs | undefined;
let withdraw = () => {};

/**
 * Offers the commands of an editor, until the returned function is called. Of several on one page it is the one that
 * was used last, and before that the first.
 */
export function offerEditorCommands(root: HTMLElement, acts: EditorActs): () => void {
  const offer = () => {
    if (owner === acts) return;
    withdraw();
    owner = acts;
    withdraw = offerCommands(() => editorCommands(acts));
  };
  root.addEventListener("focusin", offer);
  if (owner === undefined) offer();
  return () => {
    root.removeEventListener("focusin", offer);
    if (owner !== acts) return;
    withdraw();
    owner = undefined;
  };
}

function editorCommands({ find, format, listProblems, press }: EditorActs): Command[] {
  return [
    inEditor("find", words.find, ["Mod+F"], { words: words.findWords, run: find }),
    inEditor("format", words.format, ["Shift+Alt+F"], { words: words.formatWords, run: format }),
    inEditor("problems", words.listProblems, ["Mod+Shift+M"], {
      words: words.listProblemsWords,
      run: listProblems,
    }),
    inEditor("next-problem", words.nextProblem, ["F8"], {
      words: words.nextProblemWords,
      run: () => press("F8"),
    }),
    inEditor("definition", words.definition, ["F12"], {
      words: words.definitionWords,
      run: () => press("F12"),
    }),
    ...onlyKeys.map(([id, title, keys]) => inEditor(id, title, keys, undefined)),
  ];
}

/** What makes sense only while one types: it stands in the sheet of keys. */
const onlyKeys: readonly (readonly [id: string, title: string, keys: readonly string[]])[] = [
  ["complete", words.complete, ["Ctrl+Space"]],
  ["comment", words.comment, ["Mod+/"]],
  ["move-lines", words.moveLines, ["Alt+ArrowUp", "Alt+ArrowDown"]],
  ["undo", words.undo, ["Mod+Z", "Mod+Shift+Z"]],
  ["indent", words.indent, ["Tab", "Shift+Tab"]],
  ["leave", words.leave, ["Escape"]],
];

function inEditor(
  id: string,
  title: string,
  keys: readonly string[],
  act: Pick<Command, "words" | "run"> | undefined,
): Command {
  const common = { id: `editor:${id}`, title, group: "Editor", keys, keysAreLocal: true } as const;
  return act === undefined ? { ...common, isAvailable: false, run: () => undefined } : { ...common, ...act };
}
