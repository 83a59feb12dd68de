import { selectAll } from "css-select";
import render from "dom-serializer";
import { type ChildNode, type Element, isTag } from "domhandler";
import { getAttributeValue, innerText } from "domutils";
import { parseDocument } from "htmlparser2";

/** An HTML page as a grade test looks at it: what a reader would see, found by CSS selectors. */
export interface Page {
  /** What is visible, with each run of white space as one blank. */
  readonly text: string;
  /** The first element that matches, or `undefined`. */
  query(selector: string): PageElement | undefined;
  /** All elements that match, in document order. */
  queryAll(selector: string): PageElement[];
}

export interface PageElement extends Page {
  /** Lower case. */
  readonly tagName: string;
  attribute(name: string): string | undefined;
  /** The element as markup, itself included. */
  readonly html: string;
}

export function parsePage(html: string): Page {
  return pageOf(parseDocument(html).children);
}

function pageOf(nodes: ChildNode[]): Page {
  return {
    get text() {
      return visibleText(nodes);
    },
    query: (selector) => elementsOf(nodes, selector)[0],
    queryAll: (selector) => elementsOf(nodes, selector),
  };
}

function elementsOf(nodes: ChildNode[], selector: string): PageElement[] {
  return selectAll<ChildNode, Element>(selector, nodes).map(elementOf);
}

function elementOf(element: Element): PageElement {
  return {
    tagName: element.name.toLowerCase(),
    attribute: (name) => getAttributeValue(element, name),
    get html() {
      return render(element);
    },
    get text() {
      return visibleText(element.children);
    },
    query: (selector) => elementsOf(element.children, selector)[0],
    queryAll: (selector) => elementsOf(element.children, selector),
  };
}

/** Blocks and cells end a word, as they do on a screen; inline elements do not. */
const INLINE = new Set(
  "a abbr b bdi bdo cite code data dfn em i kbd mark q s samp small span strong sub sup time u var".split(
    " ",
  ),
);

function visibleText(nodes: readonly ChildNode[]): string {
  return nodes.map(spacedText).join("").replace(/\s+/g, " ").trim();
}

function spacedText(node: ChildNode): string {
  if (!isTag(node)) return innerText(node);
  if (node.name === "script" || node.name === "style" || node.name === "head") return "";
  const inside = node.children.map(spacedText).join("");
  return INLINE.has(node.name) ? inside : ` ${inside} `;
}
