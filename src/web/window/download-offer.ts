import * as words from "../../words/en/web-errors.ts";
import type { DownloadedFile } from "./window-state.ts";

/**
 * A note with a link that saves the file. Its bytes are typed as plain bytes, so that a learner's HTML can never be
 * opened as a page of this site. The returned function takes the note away.
 */
export function offerDownload(container: HTMLElement, { filename, bytes }: DownloadedFile): () => void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: "application/octet-stream" }));
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  note.className = "agent-window-download";
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.textContent = words.saveFile(filename);
  note.append(words.offersFile, link);
  container.prepend(note);
  return () => {
    note.remove();
    URL.revokeObjectURL(url);
  };
}
