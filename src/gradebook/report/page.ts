import { readFileSync } from "node:fs";
import { type Html, type HtmlPart, Html as HtmlSource, html } from "./html.ts";

/** The site's own colours and sizes: a report is one more page of it. */
const tokens = readFileSync(new URL("../../styles/tokens.css", import.meta.url), "utf8").replaceAll(
  /\/\*[\s\S]*?\*\/\s*/g,
  "",
);

const looks = `
* { box-sizing: border-box; }
body { margin: 0; padding: var(--space-6) var(--space-4) var(--space-8); background: var(--ground); color: var(--ink);
  font: var(--size-2)/var(--line-ui) var(--font-ui); }
main { max-inline-size: var(--page); margin-inline: auto; }
h1, h2, h3 { font-family: var(--font-prose); font-weight: 600; line-height: var(--line-tight); text-wrap: balance; }
h1 { font-size: var(--size-6); margin-block: 0 var(--space-2); }
h2 { font-size: var(--size-5); margin-block: var(--space-7) var(--space-3); }
h3 { font-size: var(--size-3); margin-block: var(--space-5) var(--space-2); }
p { margin-block: var(--space-2); max-inline-size: var(--measure); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.soft { color: var(--ink-soft); }
.mono { font-family: var(--font-mono); font-size: var(--size-1); overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: var(--space-3) var(--space-5);
  margin-block: var(--space-5); padding-block: var(--space-4); border-block: 1px solid var(--line); }
.facts dt { color: var(--ink-soft); font-size: var(--size-1); }
.facts dd { margin: 0; font-size: var(--size-3); overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; inline-size: 100%; }
caption { text-align: start; color: var(--ink-soft); padding-block-end: var(--space-2); }
th, td { padding: var(--space-2) var(--space-3) var(--space-2) 0; text-align: start; vertical-align: top;
  border-block-end: 1px solid var(--line); }
th { font-weight: 600; }
.number + :not(.number) { padding-inline-start: var(--space-4); }
/* A screen too narrow for all columns scrolls them past the names. */
.scroll th:first-child { position: sticky; inset-inline-start: 0; min-inline-size: 7rem; max-inline-size: 45vw;
  background: var(--ground); overflow-wrap: anywhere; }
.scroll tbody tr:hover th { background: var(--ground-raised); }
.scroll :is(td, thead th) { white-space: nowrap; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
ul.tests, ul.plain { list-style: none; margin: 0; padding: 0; }
ul.tests > li { display: grid; grid-template-columns: 1.5rem 1fr; padding-block: var(--space-2);
  border-block-end: 1px solid var(--line); }
.pass { color: var(--ok); } .fail { color: var(--bad); } .skip { color: var(--ink-soft); }
pre { margin: var(--space-2) 0 0; padding: var(--space-3); background: var(--ground-sunken); border-radius: var(--radius);
  font: var(--size-1)/var(--line-ui) var(--font-mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.bars { display: grid; grid-template-columns: minmax(4rem, max-content) 1fr max-content; gap: var(--space-1) var(--space-3);
  align-items: center; }
.bars.wide { grid-template-columns: minmax(8rem, 3fr) 2fr max-content; }
.bars svg { inline-size: 100%; block-size: 0.75rem; display: block; }
.bars .track { fill: var(--ground-sunken); } .bars .bar { fill: var(--accent); }
.bars .count { font-variant-numeric: tabular-nums; text-align: end; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0 var(--space-6); }
.note { padding: var(--space-3) var(--space-4); border-inline-start: 3px solid var(--line-strong);
  background: var(--ground-raised); margin-block: var(--space-3); }
.tag { font-size: var(--size-1); border: 1px solid var(--line-strong); border-radius: var(--radius); padding: 0 var(--space-1); }
summary { cursor: pointer; }
.who { margin-block: var(--space-1) var(--space-2); font-size: var(--size-1); }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: var(--space-3);
  margin-block: var(--space-2) var(--space-3); }
.beside figure { margin: 0; min-inline-size: 0; }
.beside figcaption { color: var(--ink-soft); font-size: var(--size-1); }
tbody tr:hover { background: var(--ground-raised); }
@media print {
  body { padding: 0; font-size: 10pt; }
  h1, h2, h3 { break-after: avoid; }
  tr, li, figure, .bars > div { break-inside: avoid; }
  .scroll { overflow: visible; }
  svg { print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
  /* Paper cannot be asked: what is folded is printed unfolded. */
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;

/** A whole page of its own: no scripts, nothing from anywhere else, light or dark as the reader likes. */
export function page(title: string, ...content: HtmlPart[]): string {
  const style = new HtmlSource(`<style>${tokens}${looks}</style>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="robots" content="noindex">
<title>${title}</title>
${style}
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.source;
}

/** Facts with their names, for the head of a page. Those without a value are left out. */
export function facts(list: readonly (readonly [name: string, value: HtmlPart])[]): Html {
  return html`<dl class="facts">${list.map(([name, value]) =>
    value === undefined || value === "" ? "" : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
