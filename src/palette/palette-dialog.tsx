import * as words from "../words/en/palette-dialog.ts";
import "../styles/palette.css";
import { type ComponentChild, render } from "preact";
import { offeredCommands, SEARCH_COMMAND } from "./commands.ts";
import { hasCommandKey } from "./keys.ts";
import { type PaletteItem, PaletteModel } from "./palette-model.ts";
import { PaletteView } from "./palette-view.tsx";
import { loadSearch } from "./search/load-search.ts";
import { ShortcutSheet } from "./shortcut-sheet.tsx";
import { singleKeysAreOn, turnSingleKeys } from "./single-keys.ts";

const isMac = hasCommandKey(navigator.platform);
const model = new PaletteModel([]);
const palette = makeDialog(words.searchAndCommands);
const sheet = makeDialog(words.shortcuts);

/** Opens the palette, with `typed` in its field. Does nothing while it is open. */
export function openPalette(typed = ""): void {
  if (palette.open) return;
  model.reset(offeredCommands().filter(({ id }) => id !== SEARCH_COMMAND));
  model.type(typed);
  findSearch();
  show(palette, <PaletteView model={model} isMac={isMac} onTake={take} onClose={() => palette.close()} />);
}

export function openShortcutSheet(): void {
  if (sheet.open) return;
  show(
    sheet,
    <ShortcutSheet
      commands={offeredCommands()}
      isMac={isMac}
      singleKeys={singleKeysAreOn()}
      onSingleKeys={turnSingleKeys}
      onClose={() => sheet.close()}
    />,
  );
}

function findSearch(): void {
  if (model.search.peek().kind === "ready") return;
  model.setSearch({ kind: "loading" });
  loadSearch().then(
    (search) => model.setSearch({ kind: "ready", search }),
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      model.setSearch({ kind: "failed", message: words.tryOnceMore(why) });
    },
  );
}

function take(item: PaletteItem, aside: boolean): void {
  if (item.kind === "place" && aside) {
    window.open(item.hit.href, "_blank", "noopener");
    return;
  }
  palette.close();
  if (item.kind === "command") item.command.run();
  else goTo(item.hit.href);
}

/** On this very page the focus goes along to the heading: nothing else would tell a screen reader. */
function goTo(href: string): void {
  location.assign(href);
  const target = new URL(href, location.href);
  if (target.pathname !== location.pathname || target.search !== location.search) return;
  const place = document.getElementById(decodeURIComponent(target.hash.slice(1)));
  if (place === null) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus();
}

function makeDialog(label: string): HTMLDialogElement {
  const dialog = document.createElement("dialog");
  dialog.className = "palette-dialog";
  dialog.setAttribute("aria-label", label);
  // A click beside it is a click on the dialog itself: everything in it is in its first child.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => render(null, dialog));
  document.body.append(dialog);
  return dialog;
}

function show(dialog: HTMLDialogElement, content: ComponentChild): void {
  render(content, dialog);
  dialog.showModal();
}
