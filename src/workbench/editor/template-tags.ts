/** A template as HTML that an HTML formatter can read. */
export interface HiddenTags {
  readonly html: string;
  /** The tags in their order, as they were written. */
  readonly tags: readonly string[];
}

const TAG = /\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|\{#[\s\S]*?#\}/g;

/**
 * Puts words in the place of a template's tags, so that no formatter reads `{% if a < b %}` as HTML: a comment between
 * elements, a name inside of one. `showTags` puts them back.
 */
export function hideTags(template: string): HiddenTags {
  const tags: string[] = [];
  let html = "";
  let from = 0;
  for (const { 0: tag, index } of template.matchAll(TAG)) {
    html += template.slice(from, index);
    from = index + tag.length;
    const name = word(tags.push(tag) - 1);
    const isInside = html.lastIndexOf("<") > html.lastIndexOf(">");
    html += isInside || tag.startsWith("{{") ? name : `<!--${name}-->`;
  }
  return { html: html + template.slice(from), tags };
}

/** Throws when the formatter lost a tag, or moved one before another. */
export function showTags(html: string, tags: readonly string[]): string {
  let next = 0;
  const template = html.replaceAll(
    /<!--\s*tk(\d+)kt\s*-->|tk(\d+)kt/g,
    (_, comment?: string, name?: string) => {
      if (Number(comment ?? name) !== next)
        throw new Error("This template cannot be formatted without moving its tags.");
      return tags[next++] ?? "";
    },
  );
  if (next !== tags.length)
    throw new Error("This template cannot be formatted without losing one of its tags.");
  return template;
}

/** Lower case, for HTML makes names so; as wide as a short tag. */
function word(number: number): string {
  return `tk${number}kt`;
}
