const FOCUSABLE = "a[href], button, summary, input, select, textarea, [contenteditable], [tabindex]";
/** What can take an element with the focus off the screen, or make it deaf. */
const ATTRIBUTES = ["disabled", "hidden", "inert", "open", "data-pane", "data-left", "data-visited"];

/**
 * The focus is never lost on this page: when the element that has it is removed, hidden or disabled, the next one
 * after its place takes it, or the one before, within the smallest part of the page that has any. A browser would
 * give it to the page as a whole: the keyboard then begins at the top, and a screen reader falls silent. Whoever
 * knows a better place gives it the focus at once, and nothing happens here.
 */
export function keepFocus(page: Document): void {
  let held: HTMLElement | undefined;
  page.addEventListener("focusin", ({ target }) => {
    held = target instanceof HTMLElement ? target : undefined;
  });
  page.addEventListener("focusout", ({ relatedTarget }) => {
    const left = held;
    if (relatedTarget !== null || left === undefined) return;
    // Somebody who clicks beside everything means it. An element that goes away is still there when this is told.
    queueMicrotask(() => {
      if (held === left && page.activeElement !== left && canTakeFocus(left)) held = undefined;
    });
  });
  const observer = new MutationObserver((records) => {
    if (held === undefined || !concerns(records, held) || canTakeFocus(held)) return;
    const { activeElement } = page;
    if (activeElement !== null && activeElement !== page.body && activeElement !== held) return;
    const target = nearestTo(placeOf(held, records));
    held = undefined;
    target?.focus();
  });
  observer.observe(page.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
}

/** Cheap, for it is asked after each change of the page: a key in the editor is one. */
function concerns(records: readonly MutationRecord[], held: HTMLElement): boolean {
  return (
    !held.isConnected || records.some(({ type, target }) => type === "attributes" && target.contains(held))
  );
}

function canTakeFocus(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.matches(":disabled") &&
    element.closest("[inert]") === null &&
    element.checkVisibility({ visibilityProperty: true })
  );
}

/** Where an element is or was, in what is still on the page. */
interface Place {
  readonly parent: Element | null;
  /** What stands after it, or `null`: it was the last. */
  readonly next: Node | null;
}

function placeOf(held: HTMLElement, records: readonly MutationRecord[]): Place {
  let place: Place = { parent: held.parentElement, next: held };
  for (let gone: Node = held; !gone.isConnected; ) {
    const top = gone.getRootNode();
    const removal = records.findLast(({ removedNodes }) => [...removedNodes].includes(top));
    if (removal === undefined) return { parent: document.querySelector("main"), next: null };
    gone = removal.target;
    place = { parent: gone instanceof Element ? gone : gone.parentElement, next: removal.nextSibling };
  }
  return place;
}

function nearestTo({ parent, next }: Place): HTMLElement | undefined {
  for (let part = parent; part !== null; part = part.parentElement) {
    const candidates = [...part.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (element) => element.tabIndex >= 0 && canTakeFocus(element),
    );
    const found = candidates.find((element) => isFrom(next, element)) ?? candidates.at(-1);
    if (found !== undefined) return found;
    if (part instanceof HTMLElement && part.matches("dialog, main")) return part;
  }
  return undefined;
}

/** Whether the element is that node, in it or after it. */
function isFrom(node: Node | null, element: HTMLElement): boolean {
  if (node === null || !node.isConnected) return false;
  return (
    node.contains(element) || (node.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  );
}

keepFocus(document);
