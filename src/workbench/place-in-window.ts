/** In pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PanelNeeds {
  /** The button that the panel belongs to. */
  readonly button: Box;
  /** As large as it would be with all the room there is. */
  readonly width: number;
  readonly height: number;
  readonly window: { readonly width: number; readonly height: number };
  /** The edge of the button where it begins. */
  readonly from: "left" | "right";
}

export interface PanelPlace {
  readonly left: number;
  readonly top: number;
  /** What is longer is scrolled. */
  readonly maxHeight: number;
}

/** From the button, and from the window's edges. */
export const PANEL_GAP_PX = 4;

/** Where a panel is whole: under its button, over it where there is more room, and never beyond an edge of the window. */
export function placeInWindow({ button, width, height, window, from }: PanelNeeds): PanelPlace {
  const wished = from === "left" ? button.left : button.right - width;
  const left = Math.max(PANEL_GAP_PX, Math.min(wished, window.width - PANEL_GAP_PX - width));
  // A button that is scrolled out of sight stands at the edge behind which it is.
  const buttonTop = Math.min(Math.max(button.top, 0), window.height);
  const buttonBottom = Math.min(Math.max(button.bottom, 0), window.height);
  const under = window.height - buttonBottom - 2 * PANEL_GAP_PX;
  const over = buttonTop - 2 * PANEL_GAP_PX;
  if (height <= under || under >= over) {
    return { left, top: buttonBottom + PANEL_GAP_PX, maxHeight: under };
  }
  return { left, top: buttonTop - PANEL_GAP_PX - Math.min(height, over), maxHeight: over };
}
