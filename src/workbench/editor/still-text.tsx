/** A file's text where the editor will be, before the editor is there: laid out as it will lay it out. */
export function StillText({ text }: { readonly text: string }) {
  const lines = text.split("\n");
  return (
    <div class="still-text">
      <pre class="still-numbers" aria-hidden="true">
        {lines.map((_, at) => at + 1).join("\n")}
      </pre>
      <pre>{text}</pre>
    </div>
  );
}
