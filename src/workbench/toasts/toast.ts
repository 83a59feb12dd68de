import * as words from "../../words/en/toasts.ts";
import "../../styles/toasts.css";
import { editsSoFar } from "../workspace.ts";

/** What can be done about a message: "Undo". */
export interface ToastAction {
  readonly label: string;
  /**
   * How many edits of files there were when it became possible. Given: Control Z takes it until the next one, which is what
   * Control Z should take then. Absent: it does not.
   */
  readonly sinceEdit?: number;
  act(): unknown;
}

/** Messages at once; the oldest goes first. */
export const TOASTS_AT_MOST = 3;

/**
 * Shows a message until it is dismissed, its action is taken, or newer ones need the place: nothing that matters
 * goes by a clock. A screen reader hears it; Control Z takes the newest action that has `sinceEdit` while no field has the
 * focus.
 */
export function toast(text: string, action?: ToastAction): void {
  listen();
  const region = toastRegion();
  let cameFrom = document.activeElement;
  const message = document.createElement("div");
  message.className = "toast";
  const sentence = document.createElement("p");
  sentence.textContent = text;
  message.append(sentence);
  const end = () => {
    const hadFocus = message.contains(document.activeElement);
    message.remove();
    if (hadFocus) giveFocusBack(cameFrom);
  };
  message.addEventListener("focusin", ({ relatedTarget }) => {
    if (relatedTarget instanceof Element && !region.contains(relatedTarget)) cameFrom = relatedTarget;
  });
  if (action !== undefined) {
    const button = buttonOf(action.label, "button");
    if (action.sinceEdit === editsSoFar.peek()) takeKey(button);
    button.addEventListener("click", () => {
      end();
      void action.act();
    });
    message.append(button);
  }
  const dismiss = buttonOf("×", "toast-dismiss");
  dismiss.setAttribute("aria-label", words.dismissMessage(text));
  dismiss.addEventListener("click", end);
  message.append(dismiss);
  region.append(message);
  for (const old of [...region.querySelectorAll(".toast")].slice(0, -TOASTS_AT_MOST)) old.remove();
}

/** The messages of a dialog that closes stay, on the page. */
export function keepToastsOf(dialog: HTMLElement): void {
  const own = [...dialog.querySelectorAll(".toast")];
  if (own.length > 0) pageRegion().append(...own);
}

/** In an open dialog, everything outside is out of reach: it has a place of its own. */
function toastRegion(): Element {
  return document.querySelector("dialog[open] .toasts") ?? pageRegion();
}

/** What Control Z takes, the newest last. */
let takers: readonly HTMLElement[] = [];

function takeKey(button: HTMLElement): void {
  button.setAttribute("aria-keyshortcuts", "Control+Z Meta+Z");
  takers = [...takers.filter(({ isConnected }) => isConnected), button];
}

/** An edit: what was offered before it is not the last thing any more. */
function leaveKey(): void {
  for (const button of takers) button.removeAttribute("aria-keyshortcuts");
  takers = [];
}

let isListening = false;

function listen(): void {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", undoByKey);
  editsSoFar.subscribe(leaveKey);
}

function pageRegion(): Element {
  const found = document.querySelector(":not(dialog) > .toasts");
  if (found !== null) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  made.setAttribute("aria-atomic", "false");
  document.body.append(made);
  return made;
}

function undoByKey(event: KeyboardEvent): void {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || event.shiftKey || event.altKey)
    return;
  const { target } = event;
  if (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input, textarea, select"))
  )
    return;
  const region = toastRegion();
  const newest = takers.findLast((button) => region.contains(button));
  if (newest === undefined) return;
  event.preventDefault();
  newest.click();
}

function buttonOf(label: string, className: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = label;
  return button;
}

function giveFocusBack(element: Element | null): void {
  const target =
    element instanceof HTMLElement && element !== document.body && element.checkVisibility()
      ? element
      : document.querySelector<HTMLElement>("main");
  target?.focus({ preventScroll: true });
}
