/** Longer than any browser takes to begin with a download. */
const KEPT_FOR_MS = 60_000;

/** Offers a file to keep, as a click on a link with `download` does. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR_MS);
}
