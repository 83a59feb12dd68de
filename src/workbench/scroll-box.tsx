import type { ComponentChildren, RefObject } from "preact";

export interface ScrollBoxProps {
  /** Names the box for a screen reader. */
  readonly label: string;
  readonly class: string;
  /** Default "group". */
  readonly role?: "group" | "log";
  readonly box?: RefObject<HTMLDivElement>;
  readonly onScroll?: (box: HTMLDivElement) => void;
  readonly children: ComponentChildren;
}

/** A box that scrolls: it takes the focus, so that the keyboard can scroll it (WCAG 2.1.1). */
export function ScrollBox({ label, role = "group", box, onScroll, children, ...rest }: ScrollBoxProps) {
  const reachable = { role, tabIndex: 0, "aria-label": label, "aria-live": "off" } as const;
  return (
    <div
      class={["scroll-box", rest.class].join(" ")}
      {...reachable}
      {...(box === undefined ? {} : { ref: box })}
      onScroll={(event) => onScroll?.(event.currentTarget)}
    >
      {children}
    </div>
  );
}
