import type { LearnerResult } from "../results/results.ts";
import type { Place } from "../similar/fingerprints.ts";
import type { SimilarHandIns } from "../similar/similar-hand-ins.ts";
import type { SharedLines, SimilarPair } from "../similar/similar-pairs.ts";
import { type Html, html } from "./html.ts";

/** A file that was handed in; `undefined`: there is none. */
export type SourceText = (exerciseId: string, slug: string, path: string) => string | undefined;

const SHOWN_PAIRS = 40;
const SHOWN_PLACES = 12;
const SHOWN_LINES = 40;

/** Hand-ins that are too alike, with the lines that they share beside each other. */
export function similarPart(
  similar: readonly SimilarHandIns[],
  results: readonly LearnerResult[],
  sourceText: SourceText,
): Html {
  const found = similar.filter(({ pairs }) => pairs.length > 0);
  const nameOf = (slug: string): string => results.find((result) => result.slug === slug)?.name ?? slug;
  return html`<h2>Similar hand-ins</h2><p class="soft">A reason to look, not a verdict. Other names, texts and comments make no difference; what the starter gives everybody, and what much of the class wrote, does not count.</p>${
    found.length === 0 ? html`<p>None stand out.</p>` : ""
  }${found.map(
    ({ exerciseId, title, pairs }) =>
      html`<h3>${title}</h3><ul class="plain">${pairs
        .slice(0, SHOWN_PAIRS)
        .map((pair) =>
          pairItem(pair, nameOf, (slug, path) => sourceText(exerciseId, slug, path)),
        )}</ul>${pairs.length > SHOWN_PAIRS ? html`<p>${pairs.length - SHOWN_PAIRS} more pairs are in grades.json.</p>` : ""}`,
  )}`;
}

type TextOf = (slug: string, path: string) => string | undefined;

function pairItem(
  { one, other, share, lines }: SimilarPair,
  nameOf: (slug: string) => string,
  textOf: TextOf,
): Html {
  const link = (slug: string): Html => html`<a href="reports/${slug}.html">${nameOf(slug)}</a>`;
  const more = lines.length - SHOWN_PLACES;
  return html`<li class="note">${link(one)} and ${link(other)} share ${Math.round(share * 100)} percent.${lines
    .slice(0, SHOWN_PLACES)
    .map((shared) =>
      sharedPlace(shared, [one, other], nameOf, textOf),
    )}${more > 0 ? html`<p>and ${more} more places</p>` : ""}</li>`;
}

function sharedPlace(
  shared: SharedLines,
  [one, other]: readonly [string, string],
  nameOf: (slug: string) => string,
  textOf: TextOf,
): Html {
  const side = (slug: string, place: Place): Html =>
    html`<figure><figcaption>${nameOf(slug)}</figcaption><pre>${excerpt(textOf(slug, place.path), place)}</pre></figure>`;
  return html`<details><summary class="mono">${placeText(shared.one)} · ${placeText(shared.other)}</summary><div class="beside">${side(one, shared.one)}${side(other, shared.other)}</div></details>`;
}

function placeText({ path, fromLine, toLine }: Place): string {
  return fromLine === toLine ? `${path} ${fromLine}` : `${path} ${fromLine}–${toLine}`;
}

/** The lines with their numbers. */
function excerpt(text: string | undefined, { fromLine, toLine }: Place): string {
  const last = Math.min(toLine, fromLine + SHOWN_LINES - 1);
  const lines = (text ?? "").split("\n").slice(fromLine - 1, last);
  const width = String(last).length;
  const numbered = lines.map((line, at) => `${String(fromLine + at).padStart(width)}  ${line}`);
  return [...numbered, ...(last < toLine ? [`… to line ${toLine}`] : [])].join("\n");
}
