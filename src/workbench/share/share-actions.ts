import * as words from "../../words/en/share-panel.ts";
import { numberText } from "../../words/number-text.ts";
import { saveFile } from "../inspector/copy/save-file.ts";
import { LINK_CHARACTERS_AT_MOST, makeCodeLink } from "./code-link.ts";
import { PROJECT_FOLDER_PATH, PROJECT_PARTS_PATH, type ProjectParts } from "./project-parts.ts";
import { projectZip } from "./project-zip.ts";
import type { Shareable } from "./shareable.ts";
import { isEmpty, sharedCode } from "./shared-code.ts";

/** What came of sharing, as a sentence. */
export interface Shared {
  readonly sentence: string;
  readonly failed: boolean;
  /** The link, when the browser did not let the page copy it. */
  readonly byHand?: string;
}

/** Puts a link with the learner's changes into the clipboard. Never rejects. */
export async function copyLink({ ownerId, workspace }: Shareable): Promise<Shared> {
  const code = sharedCode(ownerId, workspace.starter, workspace.files.peek());
  if (isEmpty(code)) {
    return {
      failed: false,
      sentence: words.changedNothing,
    };
  }
  const made = await makeCodeLink(code);
  if (made.kind === "too-large") {
    return {
      failed: true,
      sentence: words.linkTooLong(numberText(made.characters), numberText(LINK_CHARACTERS_AT_MOST)),
    };
  }
  const link = new URL(`#${made.fragment}`, new URL(location.pathname, location.origin)).href;
  try {
    await navigator.clipboard.writeText(link);
    return {
      failed: false,
      sentence: words.linkCopied(numberText(link.length)),
    };
  } catch {
    return {
      failed: true,
      sentence: words.copyByHand,
      byHand: link,
    };
  }
}

/** Offers the learner's files as a zip that runs on a machine with Node. Never rejects. */
export async function downloadZip({ workspace, ...project }: Shareable): Promise<Shared> {
  try {
    const parts: ProjectParts = await (await fetched(PROJECT_PARTS_PATH)).json();
    const library = new Uint8Array(
      await (await fetched(PROJECT_FOLDER_PATH + parts.library.file)).arrayBuffer(),
    );
    const pageUrl = location.origin + location.pathname;
    const zip = projectZip(
      { ...project, pageUrl, files: workspace.files.peek() },
      parts,
      library,
      Date.now(),
    );
    const name = `${project.name}.zip`;
    saveFile(name, new Blob([zip], { type: "application/zip" }));
    return {
      failed: false,
      sentence: words.zipSaved(name),
    };
  } catch (error) {
    return {
      failed: true,
      sentence: words.zipFailed(error instanceof Error ? error.message : error),
    };
  }
}

async function fetched(path: string): Promise<Response> {
  const response = await fetch(path, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}
