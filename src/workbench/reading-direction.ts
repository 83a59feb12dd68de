/** Whether lines run from right to left there, so that "next" is to the left. */
export function isRightToLeft(element: Element): boolean {
  return getComputedStyle(element).direction === "rtl";
}
