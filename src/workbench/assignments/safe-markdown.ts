import { micromark } from "micromark";

/** What Markdown makes; anything else that came out would be left out. */
const ALLOWED = new Set(
  "P EM STRONG CODE PRE A UL OL LI BLOCKQUOTE H1 H2 H3 H4 H5 H6 HR BR".toLowerCase().split(" "),
);
/** The page has headings of the first two depths itself. */
const DEEPER = 2;
const DEEPEST = 6;

/**
 * An instructor's Markdown as elements to be put into the page. It comes out of a link that anybody can make, so it
 * brings no HTML, no scripts, no images (they would ask another host) and no addresses but http, https and mailto.
 * Micromark writes none of those; the result is checked once more, element by element.
 */
export function safeMarkdown(markdown: string): DocumentFragment {
  const html = micromark(markdown, {
    extensions: [{ disable: { null: ["labelStartImage", "htmlFlow", "htmlText"] } }],
  });
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment);
  return fragment;
}

function copyChildren(from: Node, to: Node): void {
  for (const node of from.childNodes) {
    if (node instanceof Text) to.appendChild(document.createTextNode(node.data));
    else if (node instanceof Element) to.appendChild(copied(node));
  }
}

function copied(element: Element): Node {
  const name = element.localName;
  if (!ALLOWED.has(name)) return document.createTextNode(element.textContent ?? "");
  const depth = /^h([1-6])$/.exec(name)?.[1];
  const copy = document.createElement(
    depth === undefined ? name : `h${Math.min(Number(depth) + DEEPER, DEEPEST)}`,
  );
  const address = element.getAttribute("href");
  if (copy instanceof HTMLAnchorElement && address !== null && isSafeAddress(address)) {
    copy.href = address;
    copy.rel = "noopener noreferrer";
  }
  const start = element.getAttribute("start");
  if (copy instanceof HTMLOListElement && start !== null) copy.start = Number(start);
  copyChildren(element, copy);
  return copy;
}

function isSafeAddress(address: string): boolean {
  return URL.canParse(address) && /^(https?|mailto):$/.test(new URL(address).protocol);
}
