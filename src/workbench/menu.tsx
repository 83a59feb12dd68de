import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export interface MenuProps {
  /** Stands on the button that opens it. */
  readonly label: ComponentChildren;
  /** The button's name, where its label is no text. */
  readonly name?: string;
  /** How the button looks. Default "button". */
  readonly look?: "button" | "small-button" | "icon-button";
  readonly class?: string;
  /** Called when somebody comes near the button, and when it opens: what is in the menu can be fetched then. */
  readonly onNear?: () => void;
  /** What is in it; `close` closes it, and gives the focus to its button. */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button that opens a panel under it. Escape closes that, and so does whoever goes elsewhere. */
export function Menu({ label, name, look = "button", onNear = () => {}, children, ...rest }: MenuProps) {
  const classes = ["menu", ...(rest.class === undefined ? [] : [rest.class])];
  const menu = useRef<HTMLDetailsElement>(null);
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
  return (
    <details
      class={classes.join(" ")}
      ref={menu}
      onPointerEnter={onNear}
      onFocusIn={onNear}
      onToggle={onNear}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <summary class={look} aria-label={name}>
        {label}
      </summary>
      <div class="menu-panel">{children(close)}</div>
    </details>
  );
}
