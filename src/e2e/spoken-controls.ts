import type { CDPSession, Page } from "playwright-core";

/** A control as a screen reader has it from the browser. */
export interface SpokenControl {
  readonly role: string;
  readonly name: string;
  /** The named part of the page that it stands in, the innermost: "Clock". Empty: none. */
  readonly part: string;
  /** What is said of how it stands, by ARIA's words: `{ expanded: false }`. */
  readonly states: Readonly<Record<string, string | boolean>>;
}

/** Roles that one can work, with the state without which a reader does not know how they stand. */
const CONTROLS: ReadonlyMap<string, string | undefined> = new Map([
  ["button", undefined],
  ["link", undefined],
  ["textbox", undefined],
  ["searchbox", undefined],
  ["spinbutton", "value"],
  ["slider", "value"],
  ["separator", "value"],
  ["combobox", "expanded"],
  ["DisclosureTriangle", "expanded"],
  ["checkbox", "checked"],
  ["radio", "checked"],
  ["switch", "checked"],
  ["tab", "selected"],
  ["option", "selected"],
]);
/** Roles of parts that a reader says on the way to what is in them. */
const PARTS: ReadonlySet<string> = new Set([
  ..."banner navigation main complementary contentinfo region search form group dialog alertdialog".split(
    " ",
  ),
  ..."tablist tabpanel listbox list table toolbar radiogroup log menu".split(" "),
]);
/** Many of one name say which they are by where they stand: text around them, or their place in a list. */
const MAY_REPEAT: ReadonlySet<string> = new Set(["link", "option"]);
const STATES: ReadonlySet<string> = new Set([
  ..."pressed expanded selected checked disabled invalid readonly".split(" "),
]);

interface TreeNode {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly value?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
}

/** Reads the tree that Chromium gives to screen readers, of the page alone and not of documents in its frames. */
export class SpokenControls {
  readonly #devtools: CDPSession;

  private constructor(devtools: CDPSession) {
    this.#devtools = devtools;
  }

  static async of(page: Page): Promise<SpokenControls> {
    return new SpokenControls(await page.context().newCDPSession(page));
  }

  async read(): Promise<SpokenControl[]> {
    const { nodes }: { nodes: readonly TreeNode[] } = await this.#devtools.send(
      "Accessibility.getFullAXTree",
    );
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    return nodes
      .filter((node) => !node.ignored && CONTROLS.has(roleOf(node)))
      .map((node) => ({
        role: roleOf(node),
        name: nameOf(node),
        part: partOf(node, byId),
        states: statesOf(node),
      }));
  }
}

/** What a screen reader could not tell its user about these controls, as sentences. */
export function faultsOf(controls: readonly SpokenControl[]): string[] {
  const nameless = controls
    .filter(({ name }) => name === "")
    .map(({ role, part }) => `A ${role} in "${part}" has no name.`);
  const stateless = controls.flatMap(({ role, name, part, states }) => {
    const state = CONTROLS.get(role);
    return state === undefined || state in states
      ? []
      : [`The ${role} "${name}" in "${part}" has no ${state}.`];
  });
  const seen = new Set<string>();
  const doubled = controls
    .filter(({ role }) => !MAY_REPEAT.has(role))
    .filter(({ role, name, part }) => {
      const key = JSON.stringify([role, name, part]);
      return seen.has(key) || !seen.add(key);
    })
    .map(({ role, name, part }) => `"${part}" has two of the ${role} "${name}".`);
  return [...nameless, ...stateless, ...doubled];
}

function roleOf({ role }: TreeNode): string {
  return String(role?.value ?? "");
}

function nameOf({ name }: TreeNode): string {
  return String(name?.value ?? "").trim();
}

function partOf(node: TreeNode, byId: ReadonlyMap<string, TreeNode>): string {
  for (let at = above(node, byId); at !== undefined; at = above(at, byId)) {
    if (!at.ignored && PARTS.has(roleOf(at)) && nameOf(at) !== "") return nameOf(at);
  }
  return "";
}

function above({ parentId }: TreeNode, byId: ReadonlyMap<string, TreeNode>): TreeNode | undefined {
  return parentId === undefined ? undefined : byId.get(parentId);
}

function statesOf({ properties = [], value }: TreeNode): SpokenControl["states"] {
  const states = properties
    .filter(({ name }) => STATES.has(name))
    .map(({ name, value: { value: state } }): [string, string | boolean] => [
      name,
      state === "true"
        ? true
        : state === "false"
          ? false
          : typeof state === "boolean"
            ? state
            : String(state),
    ]);
  const shown = value?.value;
  return Object.fromEntries(shown === undefined ? states : [...states, ["value", String(shown)]]);
}
