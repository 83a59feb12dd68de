import { isRightToLeft } from "../reading-direction.ts";

const STORAGE_KEY = "keepsake:panes";
const KEY_STEP_PERCENT = 2;

/**
 * Makes each `[role=separator][data-size]` in `root` move: by pointer, by arrows, Home and End. A separator
 * sets the custom property that `data-size` names, in per cent of what it divides, between `aria-valuemin` and
 * `aria-valuemax`; `data-side="after"` says that the property sizes what comes after it. Sizes are remembered.
 */
export function enableSeparators(root: HTMLElement): void {
  const remembered = readSizes();
  for (const separator of root.querySelectorAll<HTMLElement>("[role=separator][data-size]")) {
    const name = separator.dataset["size"] ?? "";
    const set = (percent: number) => {
      const size = clamp(percent, numberOf(separator, "aria-valuemin"), numberOf(separator, "aria-valuemax"));
      root.style.setProperty(name, `${size}%`);
      separator.setAttribute("aria-valuenow", String(Math.round(size)));
      return size;
    };
    const remember = (percent: number) => writeSizes({ ...readSizes(), [name]: set(percent) });
    const kept = remembered[name];
    if (kept !== undefined) set(kept);
    separator.addEventListener("keydown", (event) => {
      const target = keyTarget(separator, event.key);
      if (target === undefined) return;
      event.preventDefault();
      remember(target);
    });
    separator.addEventListener("pointerdown", (down) => {
      down.preventDefault();
      separator.setPointerCapture(down.pointerId);
      separator.dataset["dragging"] = "";
      const move = (event: PointerEvent) => set(pointerPercent(separator, event));
      const end = (event: PointerEvent) => {
        remember(pointerPercent(separator, event));
        delete separator.dataset["dragging"];
        separator.removeEventListener("pointermove", move);
      };
      separator.addEventListener("pointermove", move);
      separator.addEventListener("lostpointercapture", end, { once: true });
    });
  }
}

function keyTarget(separator: HTMLElement, key: string): number | undefined {
  const now = numberOf(separator, "aria-valuenow");
  const grow = separator.dataset["side"] === "after" ? -KEY_STEP_PERCENT : KEY_STEP_PERCENT;
  if (key === "Home") return numberOf(separator, "aria-valuemin");
  if (key === "End") return numberOf(separator, "aria-valuemax");
  const [less, more] = isUpright(separator) ? arrowsAlong(separator) : ["ArrowUp", "ArrowDown"];
  if (key === more) return now + grow;
  if (key === less) return now - grow;
  return undefined;
}

function pointerPercent(separator: HTMLElement, event: PointerEvent): number {
  const box = boxAround(separator);
  const along = isUpright(separator)
    ? (isRightToLeft(separator) ? box.right - event.clientX : event.clientX - box.left) / box.width
    : (event.clientY - box.top) / box.height;
  return 100 * (separator.dataset["side"] === "after" ? 1 - along : along);
}

/** Of what it divides. An element whose content takes part in the layout around it has no box. */
function boxAround(separator: HTMLElement): DOMRect {
  let around = separator.parentElement;
  while (around !== null && getComputedStyle(around).display === "contents") around = around.parentElement;
  return around?.getBoundingClientRect() ?? new DOMRect();
}

/** The arrow that leads back along the lines, and the one that leads on. */
function arrowsAlong(element: Element): readonly [back: string, on: string] {
  return isRightToLeft(element) ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
}

function isUpright(separator: HTMLElement): boolean {
  return separator.getAttribute("aria-orientation") === "vertical";
}

function numberOf(separator: HTMLElement, attribute: string): number {
  return Number(separator.getAttribute(attribute));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function readSizes(): Readonly<Record<string, number>> {
  try {
    const sizes: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
    if (typeof sizes !== "object" || sizes === null) return {};
    return Object.fromEntries(Object.entries(sizes).filter(([, size]) => typeof size === "number"));
  } catch {
    return {};
  }
}

function writeSizes(sizes: Readonly<Record<string, number>>): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(sizes));
  } catch {
    // Sizes are a convenience; where nothing is kept, the next visit has the defaults.
  }
}
