import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** Markdown from outside, made safe. What makes it safe is fetched with the first text that needs it. */
export function MarkdownText({ markdown }: { readonly markdown: string }) {
  const place = useRef<HTMLDivElement>(null);
  const failure = useSignal(false);
  useEffect(() => {
    let current = true;
    import("./safe-markdown.ts").then(
      ({ safeMarkdown }) => current && place.current?.replaceChildren(safeMarkdown(markdown)),
      () => {
        failure.value = true;
      },
    );
    return () => {
      current = false;
    };
  }, [markdown]);
  return (
    <>
      <div class="markdown" ref={place} />
      {failure.value && <pre class="markdown-plain">{markdown}</pre>}
    </>
  );
}
