import { type Command, offeredCommands } from "./commands.ts";
import { arePressed, isSingle, type KeyPress, parseKeys } from "./keys.ts";

/** Where a press of keys arrives, as far as it matters. */
export interface PressPlace {
  /** Somebody types there: a field, the editor, the terminal. */
  readonly isTyping: boolean;
  /** A terminal, in which Control and a letter are the shell's. */
  readonly isTerminal: boolean;
  /** Single characters may do something. */
  readonly singleKeys: boolean;
}

/** The command of this page that these keys mean there, if any; one that can do nothing now is none. */
export function commandFor(
  press: KeyPress,
  place: PressPlace,
  commands: readonly Command[],
): Command | undefined {
  if (place.isTerminal && press.ctrlKey && !press.metaKey && press.key.length === 1) return undefined;
  return commands.find(({ keys = [], keysAreLocal = false, isAvailable = true }) => {
    if (!isAvailable || keysAreLocal) return false;
    return keys.map(parseKeys).some((wanted) => {
      if (isSingle(wanted) && (place.isTyping || !place.singleKeys)) return false;
      return arePressed(wanted, press);
    });
  });
}

/** Makes the keys of all commands work on this page, until the signal aborts. */
export function listenForShortcuts(page: Document, singleKeys: () => boolean, signal?: AbortSignal): void {
  page.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.isComposing) return;
      if (page.querySelector("dialog[open]:modal") !== null) return;
      const target = event.composedPath()[0];
      const place = placeOf(target instanceof Element ? shown(target) : undefined, singleKeys());
      const command = commandFor(event, place, offeredCommands());
      if (command === undefined) return;
      // Keys that are held do nothing more, not what the browser does with them either.
      event.preventDefault();
      if (!event.repeat) command.run();
    },
    signal === undefined ? {} : { signal },
  );
}

/** The field of a dialog that has just closed keeps the focus until the page is drawn anew, and nobody types there. */
function shown(element: Element): Element | undefined {
  return element.closest("dialog:not([open])") === null ? element : undefined;
}

const TYPING =
  "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable], [role=textbox]";

function placeOf(element: Element | undefined, singleKeys: boolean): PressPlace {
  const isTerminal = element?.closest(".xterm") != null;
  return { isTerminal, isTyping: isTerminal || element?.closest(TYPING) != null, singleKeys };
}
