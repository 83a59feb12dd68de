/** Kept by `public/theme.js` too, which reads it before the first paint. */
const THEME_KEY = "keepsake:theme";

const system = matchMedia("(prefers-color-scheme: dark)");

function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? system.matches : chosen === "dark";
}

/** A choice that agrees with the system's is no choice: the page then follows the system again. */
function choose(dark: boolean): void {
  const root = document.documentElement;
  if (dark === system.matches) delete root.dataset["theme"];
  else root.dataset["theme"] = dark ? "dark" : "light";
  try {
    const theme = root.dataset["theme"];
    if (theme === undefined) localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

const buttons = document.querySelectorAll<HTMLButtonElement>("[data-theme-switch]");

function show(): void {
  for (const button of buttons) button.setAttribute("aria-pressed", String(isDark()));
}

/** From light to dark, or back. */
export function switchTheme(): void {
  choose(!isDark());
  show();
}

for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", switchTheme);
}
system.addEventListener("change", show);
show();
