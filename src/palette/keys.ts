/**
 * A key, or several pressed together, as a command names it: "Mod+Enter", "n", "?". Mod is Command on a Mac and
 * Control elsewhere; Ctrl is Control on both. A single character is the one that the key types, wherever it lies on the keyboard.
 */
export interface Keys {
  readonly mod: boolean;
  /** Control, on a Mac too. */
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** As `KeyboardEvent.key` has it, letters in lower case. */
  readonly key: string;
}

/** The part of a `KeyboardEvent` that tells which keys are down. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export function parseKeys(text: string): Keys {
  const parts = text.split("+");
  const key = parts.at(-1) ?? "";
  return {
    mod: parts.includes("Mod"),
    ctrl: parts.includes("Ctrl"),
    shift: parts.includes("Shift"),
    alt: parts.includes("Alt"),
    key: key.length === 1 ? key.toLowerCase() : key,
  };
}

/** Whether these are the keys that were pressed. A character alone may need Shift (or AltGr) to be typed at all. */
export function arePressed(keys: Keys, press: KeyPress): boolean {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (key !== keys.key) return false;
  if (isSingle(keys)) return !(press.ctrlKey && !press.altKey) && !press.metaKey && isAsTyped(press);
  const mod = press.ctrlKey || press.metaKey;
  if (keys.ctrl && (!press.ctrlKey || press.metaKey)) return false;
  return mod === (keys.mod || keys.ctrl) && press.shiftKey === keys.shift && press.altKey === keys.alt;
}

/** A letter with Shift is a capital, which no command has. */
function isAsTyped({ key, shiftKey }: KeyPress): boolean {
  return !(shiftKey && /^\p{Lu}$/u.test(key));
}

/** Keys that a learner also types as text, or that a program for reading aloud has its own use for (WCAG 2.1.4). */
export function isSingle({ mod, ctrl, alt, key }: Keys): boolean {
  return !mod && !ctrl && !alt && key.length === 1;
}

/** For the eye: "⌘ S" on a Mac, "Ctrl S" elsewhere. */
export function keysText(text: string, isMac: boolean): string {
  const { mod, ctrl, shift, alt, key } = parseKeys(text);
  const names = [
    ...(mod ? [isMac ? "⌘" : "Ctrl"] : []),
    ...(ctrl ? [isMac ? "⌃" : "Ctrl"] : []),
    ...(alt ? [isMac ? "⌥" : "Alt"] : []),
    ...(shift ? [isMac ? "⇧" : "Shift"] : []),
    key.length === 1 && (mod || alt) ? key.toUpperCase() : key.replace(/^Arrow/, ""),
  ];
  return names.join(" ");
}

/** For `aria-keyshortcuts`: "Control+S Meta+S". */
export function keysForReaders(text: string): string {
  const { mod, ctrl, shift, alt, key } = parseKeys(text);
  const name = mod && key.length === 1 ? key.toUpperCase() : key;
  const rest = [
    ...(ctrl ? ["Control"] : []),
    ...(alt ? ["Alt"] : []),
    ...(shift ? ["Shift"] : []),
    name,
  ].join("+");
  return mod ? `Control+${rest} Meta+${rest}` : rest;
}

/** Whether the reader's keyboard has a Command key. */
export function hasCommandKey(platform: string): boolean {
  return /^(Mac|iP)/.test(platform);
}
