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
  const placeIfOpen = () => {
    const button = menu.current?.querySelector("summary");
    if (menu.current?.open === true && button && panel.current !== null)
      place(panel.current, button, fromEnd);
  };
  const show = () => {
    panel.current?.togglePopover(menu.current?.open === true);
    placeIfOpen();
  };
  useEffect(() => (menu.current === null ? undefined : whenMoved(menu.current, placeIfOpen)), [fromEnd]);
  return (
    <details
      class={classes.join(" ")}
      ref={menu}
      onPointerEnter={onNear}
      onFocusIn={onNear}
      onToggle={() => {
        onNear();
        show();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a button, and its own click is what is heard. */}
      <summary
        class={look}
        aria-label={name}
        onClick={(event) => {
          // The browser tells only later that it has opened.
          event.preventDefault();
          if (menu.current === null) return;
          menu.current.open = !menu.current.open;
          show();
        }}
      >
        {label}
      </summary>
      <div class="menu-panel" popover="manual" ref={panel}>
        {children(close)}
      </div>
    </details>
  );
}

/** Tells when the menu's content, the window or what is scrolled changes. Returned: stops that. */
function whenMoved(menu: HTMLElement, tell: () => void): () => void {
  const gone = new AbortController();
  const { signal } = gone;
  window.addEventListener("resize", tell, { signal });
  document.addEventListener("scroll", tell, { signal, capture: true, passive: true });
  const content = new MutationObserver(tell);
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
