import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** Whether the window is as the media query says. */
export function useMedia(query: string): ReadonlySignal<boolean> {
  const matches = useSignal(false);
  useLayoutEffect(() => {
    const list = window.matchMedia(query);
    const tell = () => {
      matches.value = list.matches;
    };
    tell();
    list.addEventListener("change", tell);
    return () => list.removeEventListener("change", tell);
  }, [query]);
  return matches;
}
