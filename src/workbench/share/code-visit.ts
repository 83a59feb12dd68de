import * as words from "../../words/en/code-gate.ts";
import type { TextFiles } from "../workspace.ts";
import { type LinkFault, readCodeLink } from "./code-link.ts";
import { type SharedCode, starterMark, withShared } from "./shared-code.ts";

/** Where the code of a link wants to go: an exercise, or a playground of a lesson. */
export interface CodePlace {
  readonly ownerId: string;
  readonly starter: TextFiles;
  /** The paths that nobody edits there. */
  readonly readonly: readonly string[];
}

/** Somebody else's files, as they would be here. Nothing has been done with them. */
export interface ForeignCode {
  readonly files: TextFiles;
  /** Where they differ from the starter, sorted. At least one. */
  readonly changed: readonly string[];
  /** They were made on another state of the starter than the one that is here. */
  readonly outdated: boolean;
}

export type CodeVisit =
  | { readonly kind: "foreign"; readonly code: ForeignCode }
  /** There is nothing to look at; the sentence says why, and what to do. */
  | { readonly kind: "nothing"; readonly sentence: string };

/** What a `location.hash` that carries code brings to the first of these places that it is for. */
export async function visitOf<Place extends CodePlace>(
  hash: string,
  places: readonly Place[],
): Promise<CodeVisit & { readonly place: Place | undefined }> {
  const read = await readCodeLink(hash);
  if (read.kind === "fault") return { ...nothing(faultText[read.fault]), place: undefined };
  const place = places.find(({ ownerId }) => ownerId === read.code.ownerId);
  if (place === undefined) {
    return {
      ...nothing(words.forOtherPage),
      place,
    };
  }
  return { ...visitTo(place, read.code), place };
}

function visitTo({ starter, readonly }: CodePlace, shared: SharedCode): CodeVisit {
  if ([...Object.keys(shared.files), ...shared.removed].some((path) => readonly.includes(path))) {
    return nothing(words.changesReadOnly);
  }
  const files = withShared(starter, shared);
  const paths = [...new Set([...Object.keys(starter), ...Object.keys(files)])].sort();
  const changed = paths.filter((path) => files[path] !== starter[path]);
  if (changed.length === 0) {
    return nothing(words.coursesOwn);
  }
  return { kind: "foreign", code: { files, changed, outdated: shared.starter !== starterMark(starter) } };
}

function nothing(sentence: string): CodeVisit & { readonly kind: "nothing" } {
  return { kind: "nothing", sentence };
}

const faultText: Record<LinkFault, string> = {
  broken: words.broken,
  newer: words.newer,
  "too-large": words.tooLarge,
  refused: words.refused,
};
