import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { PANEL_GAP_PX, placeInWindow } from "./place-in-window.ts";
import { isRightToLeft } from "./reading-direction.ts";

export interface MenuProps {
  /** Stands on the button that opens it. */
  readonly label: ComponentChildren;
  /** The button's name, where its label is no text. */
  readonly name?: string;
  /** How the button looks. Default "button". */
  readonly look?: "button" | "small-button" | "icon-button";
  readonly class?: string;
  /** The panel ends where the button does, and reaches over what is before it. Default: it begins there. */
  readonly fromEnd?: boolean;
  /** Called when somebody comes near the button, and when it opens: what is in the menu can be fetched then. */
  readonly onNear?: () => void;
  /** What is in it; `close` closes it, and gives the focus to its button. */
  readonly children: (close: () => void) => ComponentChildren;
}

/**
 * A button that opens a panel by it, whole within the window. Escape closes that, and so does whoever goes elsewhere. The panel
 * is a popover: no region that scrolls cuts it.
 */
export function Menu({
  label,
  name,
  look = "button",
  onNear = () => {},
  fromEnd = false,
  children,
  ...rest
}: MenuProps) {
  const classes = ["menu", ...(rest.class === undefined ? [] : [rest.class])];
  const menu = useRef<HTMLDetailsElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const close = () => {
    if (menu.current === null) return;
    menu.current.open = false;
    menu.current.querySelector("summary")?.focus();
  };
  useEffect(() => {
    const gone = new AbortController();
    const closeFromOutside = ({ target }: Event) => {
      const element = menu.current;
      if (element?.open === true && target instanceof Node && !element.contains(target)) element.open = false;
    };
    for (const event of ["pointerdown", "focusin"]) {
      document.addEventListener(event, closeFromOutside, { signal: gone.signal });
    }
    return () => gone.abort();
  }, []);
  useEffect(() => {
    const [button, shown] = [menu.current?.querySelector("summary"), panel.current];
    if (menu.current === null || !button || shown === null) return undefined;
    return keepPlaced(menu.current, () => place(shown, button, fromEnd));
  }, [fromEnd]);
  return (
    <details
      class={classes.join(" ")}
      ref={menu}
      onPointerEnter={onNear}
      onFocusIn={onNear}
      onToggle={({ currentTarget }) => {
        onNear();
        panel.current?.togglePopover(currentTarget.open);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <summary class={look} aria-label={name}>
        {label}
      </summary>
      <div class="menu-panel" popover="manual" ref={panel}>
        {children(close)}
      </div>
    </details>
  );
}

/** Places the panel when it opens, and anew when its content, the window or what is scrolled changes. Returned: stops that. */
function keepPlaced(menu: HTMLDetailsElement, placeNow: () => void): () => void {
  const gone = new AbortController();
  const placeIfOpen = () => {
    if (menu.open) placeNow();
  };
  const { signal } = gone;
  menu.addEventListener("toggle", placeIfOpen, { signal });
  window.addEventListener("resize", placeIfOpen, { signal });
  document.addEventListener("scroll", placeIfOpen, { signal, capture: true, passive: true });
  const content = new MutationObserver(placeIfOpen);
  content.observe(menu, { childList: true, characterData: true, subtree: true });
  return () => {
    gone.abort();
    content.disconnect();
  };
}

function place(panel: HTMLElement, button: Element, fromEnd: boolean): void {
  const { scrollTop } = panel;
  const { clientWidth, clientHeight } = document.documentElement;
  panel.style.removeProperty("max-height");
  // Less than the window's width where that has a scrollbar, which no style sheet knows.
  panel.style.maxWidth = `${clientWidth - 2 * PANEL_GAP_PX}px`;
  const { width, height } = panel.getBoundingClientRect();
  const { left, top, maxHeight } = placeInWindow({
    button: button.getBoundingClientRect(),
    width,
    height,
    window: { width: clientWidth, height: clientHeight },
    from: fromEnd === isRightToLeft(button) ? "left" : "right",
  });
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
  if (maxHeight < height) panel.style.maxHeight = `${maxHeight}px`;
  panel.scrollTop = scrollTop;
}
