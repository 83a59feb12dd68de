import { selectAll } from "css-select";
import render from "dom-serializer";
import { type ChildNode, type Element, isTag, type ParentNode } from "domhandler";
import { getAttributeValue, innerText } from "domutils";
import { parseDocument } from "htmlparser2";

/** An HTML page as a grade test looks at it: what a reader would see, found by CSS selectors. No script has run. */
export interface Page {
  /**
   * What is visible, with each run of white space as one blank: nothing of an element that is `hidden`, or stands in
   * one. Style sheets are not looked at.
   */
  readonly text: string;
  /** The first element that matches, or `undefined`. */
  query(selector: string): PageElement | undefined;
  /** All elements that match, in document order: not those in a `<template>`, which are no part of the page. */
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
  return selectAll<ChildNode, Element>(selector, nodes)
    .filter((element) => !isWithin(element.parent, isTemplate))
    .map(elementOf);
}

function elementOf(element: Element): PageElement {
  return {
    tagName: element.name.toLowerCase(),
    attribute: (name) => getAttributeValue(element, name),
    get html() {
      return render(element);
    },
    get text() {
      return isWithin(element, isHidden) || isTemplate(element) ? "" : visibleText(element.children);
    },
    query: (selector) => elementsOf(element.children, selector)[0],
    queryAll: (selector) => elementsOf(element.children, selector),
  };
}

const UNSEEN = new Set(["head", "script", "style", "template"]);

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
  if (UNSEEN.has(node.name) || isHidden(node)) return "";
  const inside = node.children.map(spacedText).join("");
  return INLINE.has(node.name) ? inside : ` ${inside} `;
}

function isTemplate(element: Element): boolean {
  return element.name === "template";
}

/** Whatever its value is: `hidden`, `hidden=""`, `hidden="until-found"`. */
function isHidden(element: Element): boolean {
  return getAttributeValue(element, "hidden") !== undefined;
}

/** Whether the node or one around it is such an element. */
function isWithin(node: ParentNode | null, isSuch: (element: Element) => boolean): boolean {
  if (node === null) return false;
  return (isTag(node) && isSuch(node)) || isWithin(node.parent, isSuch);
}
