import { describe, expect, test } from "vitest";
import { PANEL_GAP_PX, type PanelNeeds, placeInWindow } from "./place-in-window.ts";

const window = { width: 740, height: 360 };
const button = { left: 100, top: 60, right: 180, bottom: 100 };
const needs: PanelNeeds = { button, width: 300, height: 120, window, from: "left" };

/** How far the panel reaches. */
function reach(given: PanelNeeds) {
  const { left, top, maxHeight } = placeInWindow(given);
  return { left, top, right: left + given.width, bottom: top + Math.min(given.height, maxHeight) };
}

describe("a menu's panel", () => {
  test("is under its button, and begins where that does", () => {
    expect(reach(needs)).toMatchObject({ left: 100, top: 104 });
    const atTheEnd = { ...button, left: 600, right: 700 };
    expect(reach({ ...needs, button: atTheEnd, from: "right" })).toMatchObject({ right: 700, top: 104 });
  });

  test("is over a button that has more room there, and touches neither it nor the edge", () => {
    const low = { ...button, top: 250, bottom: 280 };
    expect(reach({ ...needs, button: low })).toMatchObject({ top: 126, bottom: 246 });
    expect(reach({ ...needs, button: low, height: 900 })).toMatchObject({ top: PANEL_GAP_PX, bottom: 246 });
  });

  test("stays under a button with little room when there is less above", () => {
    expect(reach({ ...needs, height: 900 })).toMatchObject({ top: 104, bottom: 356 });
  });

  test("is within the window wherever its button is, also scrolled out of it", () => {
    for (const from of ["left", "right"] as const) {
      for (let left = -100; left <= 800; left += 50) {
        for (let top = -400; top <= 700; top += 50) {
          for (const height of [40, 350, 2_000]) {
            const there = { left, top, right: left + 80, bottom: top + 40 };
            const { left: l, right, bottom, top: t } = reach({ ...needs, button: there, height, from });
            expect(Math.min(l, t), JSON.stringify({ there, height })).toBeGreaterThanOrEqual(PANEL_GAP_PX);
            expect(right).toBeLessThanOrEqual(window.width - PANEL_GAP_PX);
            expect(bottom, JSON.stringify({ there, height })).toBeLessThanOrEqual(
              window.height - PANEL_GAP_PX,
            );
          }
        }
      }
    }
  });
});
