import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Calls once, when the element first has a place on the page: one in a pane that is not shown waits until that is. */
export function useWhenShown(element: RefObject<Element>, shown: () => void): void {
  useEffect(() => {
    if (element.current === null) return undefined;
    if (element.current.checkVisibility()) {
      shown();
      return undefined;
    }
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      shown();
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
}
