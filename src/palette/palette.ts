import * as words from "../words/en/palette.ts";
import { offerCommands, SEARCH_COMMAND } from "./commands.ts";
import { hasCommandKey, keysForReaders, keysText } from "./keys.ts";
import { listenForShortcuts } from "./shortcuts.ts";
import { singleKeysAreOn } from "./single-keys.ts";

const SEARCH_KEYS = ["Mod+K", "/"];
const SHEET_KEYS = ["?"];

/**
 * Makes keys, and each `data-palette` button of the page, open the palette. Everything that shows is fetched when it
 * is first opened; when that fails, the element `data-palette-failure` says so.
 */
export function startPalette(): void {
  offerCommands(() => [
    {
      id: SEARCH_COMMAND,
      title: words.search,
      group: "Site",
      keys: SEARCH_KEYS,
      words: words.searchWords,
      run: () => open("palette"),
    },
    {
      id: "shortcuts",
      title: words.showShortcuts,
      group: "Site",
      keys: SHEET_KEYS,
      words: words.showShortcutsWords,
      run: () => open("shortcuts"),
    },
  ]);
  listenForShortcuts(document, singleKeysAreOn);
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-palette]")) {
    button.hidden = false;
    button.setAttribute("aria-keyshortcuts", SEARCH_KEYS.map(keysForReaders).join(" "));
    const hint = button.querySelector("kbd");
    if (hint !== null) hint.textContent = keysText(SEARCH_KEYS[0] ?? "", hasCommandKey(navigator.platform));
    for (const event of ["pointerenter", "focus"]) {
      button.addEventListener(event, () => void load().catch(() => undefined), { once: true });
    }
    button.addEventListener("click", () => open("palette"));
  }
}

function open(what: "palette" | "shortcuts"): void {
  load().then(
    ({ openPalette, openShortcutSheet }) => (what === "palette" ? openPalette() : openShortcutSheet()),
    sayThatItFailed,
  );
}

/** Its code is fetched with the first use: without a connection there may be none. */
function sayThatItFailed(): void {
  const alert = document.querySelector("[data-palette-failure]");
  if (alert !== null) alert.textContent = words.searchFailed;
}

function load() {
  return import("./palette-dialog.tsx");
}
