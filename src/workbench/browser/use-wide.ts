import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Whether an element is at least so wide, in the size of the page's letters. */
export function useWide(element: RefObject<HTMLElement>, leastRem: number): ReadonlySignal<boolean> {
  const wide = useSignal(false);
  useLayoutEffect(() => {
    const watched = element.current;
    if (watched === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const remPixels = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      wide.value = (entry?.contentRect.width ?? 0) >= leastRem * remPixels;
    });
    observer.observe(watched);
    return () => observer.disconnect();
  }, [leastRem]);
  return wide;
}
