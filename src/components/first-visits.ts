import * as words from "../words/en/first-visits.ts";
import { explain } from "../workbench/explain.ts";
import { VISITS_PATH, visitsSource } from "./first-visits-source.ts";
import { shortCookie } from "./short-cookie.ts";
import type { Visit, VisitedServer } from "./visited-server.ts";

/** As many as the drawing has room for. */
const SHOWN = 2;

/** Makes the landing page's drawing live: until the reader runs the server, it shows how two visits go. */
function makeLive(figure: HTMLElement): void {
  const visitButton = part(figure, "visit-button", HTMLButtonElement);
  const forgetButton = part(figure, "forget-button", HTMLButtonElement);
  const status = part(figure, "status", HTMLElement);
  const list = part(figure, "visits", HTMLElement);
  const blank = part(list, "visit", HTMLElement).cloneNode(true);
  let server: VisitedServer | undefined;
  let visits = 0;
  const say = (sentence: string) => {
    status.textContent = sentence;
  };

  const load = () => import("./visited-server.ts");
  const visit = async () => {
    const { visitedServer } = await load();
    server ??= visitedServer(visitsSource, VISITS_PATH, (sentence) => {
      if (visits === 0 && visitButton.ariaBusy === "true") say(sentence);
    });
    const made = await server.visit();
    visits += 1;
    if (visits === 1) for (const example of list.children) empty(example);
    if (visits > SHOWN) list.firstElementChild?.remove();
    const place = visits <= SHOWN ? list.children[visits - 1] : list.appendChild(blank.cloneNode(true));
    if (place instanceof HTMLElement) show(place, made, visits);
    visitButton.textContent = words.visitAgain;
    forgetButton.disabled = made.jar === undefined;
    say(words.answered(made.status, made.body));
  };

  // What does not come now is said when the button is pressed.
  visitButton.addEventListener("pointerenter", () => void load().catch(() => undefined), { once: true });
  visitButton.addEventListener("click", () => {
    if (visitButton.ariaBusy === "true") return;
    visitButton.ariaBusy = "true";
    visit()
      .catch((error: unknown) => say(words.didNotRun(explain(error))))
      .finally(() => {
        visitButton.ariaBusy = null;
      });
  });
  forgetButton.addEventListener("click", () => {
    server?.forgetCookies();
    say(words.cookieDeleted);
  });
  for (const button of [visitButton, forgetButton]) button.hidden = false;
  say(words.howItGoesToRun);
}

/** Keeps its room, so that nothing moves when the visit comes. */
function empty(visit: Element): void {
  visit.toggleAttribute("data-empty", true);
}

function show(visit: HTMLElement, made: Visit, number: number): void {
  visit.removeAttribute("data-empty");
  const titles = [words.firstVisit, words.secondVisit];
  write(visit, "title", titles[number - 1] ?? words.visitNumber(number));
  write(visit, "cookie", made.cookie && `Cookie: ${shortCookie(made.cookie)}`);
  write(visit, "answer", made.status);
  write(visit, "set-cookie", made.setCookie && `Set-Cookie: ${shortCookie(made.setCookie)}`);
  write(visit, "body", made.body);
  write(visit, "jar", made.jar && shortCookie(made.jar));
  write(visit, "record", made.record);
}

function write(visit: HTMLElement, name: string, text: string | undefined): void {
  const element = part(visit, name, HTMLElement);
  element.hidden = text === undefined;
  element.textContent = text ?? "";
}

function part<Kind extends Element>(within: Element, name: string, kind: new () => Kind): Kind {
  const found = within.querySelector(`[data-part="${name}"]`);
  if (found instanceof kind) return found;
  throw new TypeError(`The drawing has no part "${name}".`);
}

for (const figure of document.querySelectorAll<HTMLElement>("[data-first-visits]")) makeLive(figure);
