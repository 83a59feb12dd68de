/** Kept by `public/tabs.js` too, which makes the tabs and reads the choice before the first paint. */
const TAB_KEY = "keepsake:tab";

const groups = [...document.querySelectorAll<HTMLElement>(".tabs")].map((group) => ({
  tabs: [...group.querySelectorAll<HTMLElement>(":scope > [role=tablist] > [role=tab]")],
  panels: [...group.querySelectorAll<HTMLElement>(":scope > [role=tabpanel]")],
}));

type Group = (typeof groups)[number];

/** The one that was chosen stays where it is on the screen, though others above it change their height. */
function choose(tab: HTMLElement): void {
  const name = tab.textContent;
  const beforePx = tab.getBoundingClientRect().top;
  for (const group of groups) show(group, name);
  tab.focus({ preventScroll: true });
  scrollBy({ top: tab.getBoundingClientRect().top - beforePx, behavior: "instant" });
  try {
    localStorage.setItem(TAB_KEY, name);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

/** A group without that system stays as it is. */
function show({ tabs, panels }: Group, name: string): void {
  if (!tabs.some((tab) => tab.textContent === name)) return;
  for (const [index, tab] of tabs.entries()) {
    const isChosen = tab.textContent === name;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    const panel = panels[index];
    if (panel !== undefined) panel.hidden = !isChosen;
  }
}

/** Where a key leads from one tab to another, by place. */
function target({ key }: KeyboardEvent, index: number, count: number): number | undefined {
  const on = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === on) return (index + 1) % count;
  if (key === "ArrowLeft" || key === "ArrowRight") return (index + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

for (const { tabs } of groups) {
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => choose(tab));
    tab.addEventListener("keydown", (event) => {
      const next = tabs[target(event, index, tabs.length) ?? -1];
      if (next === undefined) return;
      event.preventDefault();
      choose(next);
    });
  }
}
