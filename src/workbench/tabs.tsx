import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isRightToLeft } from "./reading-direction.ts";

export interface TabItem {
  readonly id: string;
  readonly label: ComponentChildren;
}

export interface TabListProps {
  /** Names the list of tabs. */
  readonly label: string;
  readonly tabs: readonly TabItem[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  /** The panel's id in the document; tabs of one list share one panel. */
  readonly panel: string;
  /** Delete, pressed on a tab. Absent: tabs cannot be closed by key. */
  readonly onDelete?: (id: string) => void;
}

/** The element id of a tab, for the panel's `aria-labelledby`. */
export function tabElementId(panel: string, id: string): string {
  return `${panel}-tab-${id.replaceAll(/[^\w-]/g, "_")}`;
}

/** Tabs of the ARIA pattern: one stop for Tab, arrows between them, the panel follows the focus. */
export function TabList({ label, tabs, selected, onSelect, panel, onDelete }: TabListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => scrollToSelected(list.current), [selected]);
  const move = (event: KeyboardEvent) => {
    if (event.key === "Delete") onDelete?.(selected);
    const index = tabs.findIndex((tab) => tab.id === selected);
    const next = targetOf(event, index, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    onSelect(tab.id);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next ?? 0]?.focus();
  };
  return (
    <div class="tabs scrolls-sideways" role="tablist" aria-label={label} ref={list}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={tabElementId(panel, tab.id)}
          aria-selected={tab.id === selected}
          aria-controls={panel}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
          onKeyDown={move}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** Somebody else may have chosen the tab. Only the list is scrolled: `scrollIntoView` would move the page with it. */
function scrollToSelected(list: HTMLElement | null): void {
  const tab = list?.querySelector("[aria-selected=true]");
  if (list === null || !tab) return;
  const [seen, place] = [list.getBoundingClientRect(), tab.getBoundingClientRect()];
  if (place.left < seen.left) list.scrollLeft -= seen.left - place.left;
  else if (place.right > seen.right) list.scrollLeft += place.right - seen.right;
}

function targetOf({ key, currentTarget }: KeyboardEvent, index: number, count: number): number | undefined {
  const on = currentTarget instanceof Element && isRightToLeft(currentTarget) ? "ArrowLeft" : "ArrowRight";
  if (key === on) return (index + 1) % count;
  if (key === "ArrowLeft" || key === "ArrowRight") return (index - 1 + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}
