import { type Html, type HtmlPart, html } from "./html.ts";

export interface Bar {
  readonly label: HtmlPart;
  readonly value: number;
  /** What stands at its end. */
  readonly shown: string;
}

/**
 * Bars from the left, each with its words and its number beside it: a screen reader reads a list, and the drawing is
 * only for the eye. `of`: what a whole bar stands for.
 */
export function barChart(bars: readonly Bar[], of: number, width: "narrow" | "wide" = "narrow"): Html {
  const share = (value: number): string => ((100 * value) / Math.max(1, of)).toFixed(2);
  return html`<div class="bars${width === "wide" ? " wide" : ""}" role="list">${bars.map(
    ({ label, value, shown }) =>
      html`<div role="listitem" style="display: contents"><span>${label}</span><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect class="bar" width="${share(value)}" height="8"/></svg><span class="count">${shown}</span></div>`,
  )}</div>`;
}
