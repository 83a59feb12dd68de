import type { ITheme } from "@xterm/xterm";

/** The terminal's sixteen colours, from the tokens. */
const tokens = {
  background: "--ground-raised",
  foreground: "--ink",
  cursor: "--focus",
  cursorAccent: "--ground-raised",
  selectionBackground: "--accent",
  selectionForeground: "--accent-ink",
  selectionInactiveBackground: "--line",
  black: "--ink",
  red: "--bad",
  green: "--ok",
  yellow: "--cookie",
  blue: "--accent",
  magenta: "--bad",
  cyan: "--record",
  white: "--ink-soft",
  brightBlack: "--ink-soft",
  brightRed: "--attacker",
  brightGreen: "--ok",
  brightYellow: "--cookie",
  brightBlue: "--accent",
  brightMagenta: "--bad",
  brightCyan: "--record",
  brightWhite: "--ink",
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The tokens' values as this element has them now, light or dark. */
export function terminalColours(element: HTMLElement): ITheme {
  // A token may say light-dark(): only a colour of a real element is resolved.
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const theme: ITheme = Object.fromEntries(
    Object.entries(tokens).map(([name, token]) => {
      probe.style.color = `var(${token})`;
      return [name, hex(getComputedStyle(probe).color)];
    }),
  );
  probe.remove();
  return theme;
}

/** xterm reads `#rrggbb`. */
function hex(colour: string): string {
  const parts = colour.match(/[\d.]+/g)?.slice(0, 3) ?? [];
  return `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, "0")).join("")}`;
}

/** Calls back when light becomes dark, by the system or by the page's own switch; the returned function stops that. */
export function onColoursChange(listener: () => void): () => void {
  const query = matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    query.removeEventListener("change", listener);
    observer.disconnect();
  };
}
