/** Rows kept above and below what is seen, so that scrolling shows no gaps. */
const OVERSCAN_ROWS = 8;

export interface ListWindow {
  /** The first row to draw. */
  readonly first: number;
  /** The row after the last one to draw. */
  readonly end: number;
}

/** Which rows of a long list must be drawn. All rows have the same height. */
export function listWindow(view: {
  readonly scrollTopPx: number;
  readonly heightPx: number;
  readonly rowPx: number;
  readonly count: number;
}): ListWindow {
  const { scrollTopPx, heightPx, rowPx, count } = view;
  const top = Math.floor(Math.max(0, scrollTopPx) / rowPx);
  const end = Math.min(count, top + Math.ceil(heightPx / rowPx) + 1 + OVERSCAN_ROWS);
  return { first: Math.max(0, Math.min(top, count) - OVERSCAN_ROWS), end };
}

/** Where to scroll so that a row is seen whole: as little as possible, not at all when it is. */
export function scrollTopShowing(
  row: number,
  view: { readonly scrollTopPx: number; readonly heightPx: number; readonly rowPx: number },
): number {
  const { scrollTopPx, heightPx, rowPx } = view;
  if (row * rowPx < scrollTopPx) return row * rowPx;
  return Math.max(scrollTopPx, (row + 1) * rowPx - heightPx);
}
