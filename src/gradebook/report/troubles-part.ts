import type { Trouble, TroubleKind } from "../results/trouble.ts";
import { type Html, type HtmlPart, html } from "./html.ts";

/** What a group of them is called; what wants a decision first. */
const TITLES: Readonly<Record<TroubleKind, string>> = {
  "cannot-grade": "Cannot be graded",
  unreadable: "Cannot be opened",
  "foreign-assignment": "Of another assignment or wording",
  "claim-differs": "Says that it passed, and does not",
  altered: "Files that are not the learner's to change",
  "same-file": "The very same file from two learners",
  "name-differs": "Another name than who handed it in",
  "same-number": "One student number, two names",
  "other-starter": "Begun with other starter files",
  "missing-exercise": "An exercise is missing",
  "canvas-doubted": "Named as Canvas names files, and perhaps not from it",
  late: "Late",
  "lateness-unknown": "When it came is not known",
  duplicate: "Handed in more than once",
  "not-handed-in": "Nothing handed in",
  "not-in-roster": "Not on the roster",
  "not-a-hand-in": "No hand-ins",
  "not-read": "Not looked at",
  roster: "The roster",
};

/** All that is to be looked at, by what it is. */
export function troublesPart(troubles: readonly Trouble[]): HtmlPart {
  if (troubles.length === 0) return "";
  const groups = Object.entries(TITLES).flatMap(([kind, title]) => {
    const own = troubles.filter((trouble) => trouble.kind === kind);
    return own.length === 0 ? [] : [group(title, own)];
  });
  return html`<h2>To look at</h2>${groups}`;
}

function group(title: string, troubles: readonly Trouble[]): Html {
  return html`<h3>${title} <span class="soft">${troubles.length}</span></h3><ul class="plain">${troubles.map(
    ({ learner, where, message }) =>
      html`<li class="note">${learner === undefined ? "" : html`<strong>${learner}.</strong> `}${message}${where === undefined ? "" : html`<br><span class="soft mono">${where}</span>`}</li>`,
  )}</ul>`;
}
