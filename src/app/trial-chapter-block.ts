import { readCookie } from "../session/cookie.ts";
import type { TrialAnswer } from "../session/trial-client.ts";
import type { Place } from "./trial-chapter-text.ts";
import type { Visitor } from "./trial-visitor.ts";

/** One block of the Node chapter: a program of ours with the same calls, and what either must do. */
export interface ChapterBlock {
  readonly name: string;
  readonly place: Place;
  /** In our words; the chapter's own stands in its place where the chapters are at hand. */
  readonly code: string;
  /** What the block leaves out: the imports and names that it uses undeclared, and routes to drive it by. */
  readonly frame?: (code: string) => string;
  /** The block is a template, `page.html`; these are the routes that show it. */
  readonly shownBy?: string;
  /** Templates and settings that the block takes for granted, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The corrections (by their number in chapter-corrections.md) that the chapter's own text needs. */
  readonly corrections?: readonly number[];
  readonly check: (visitor: Visitor) => Promise<void>;
}

export const IMPORT = 'import { Router } from "keepsake";\n';
/** A fragment of a handler, with routes that set up what it works on and show what it did. */
export const inHandler = (code: string, show: string) =>
  `${IMPORT}Router.post("/given", async (req, res) => {
    for (const [key, value] of Object.entries(req.body)) req.session.set(key, value);
    res.json({});
  });
  Router.get("/fragment", async (req, res) => {
    ${code}
    return res.json(${show});
  });`;
const SIGN_IN = `Router.post("/sign-in", async (req, res) => {
    for (const [key, value] of Object.entries(req.body)) req.session.set(key, value);
    res.json({ id: req.session.getSessionId() });
  });
  Router.get("/all", async (req, res) => res.json(req.session.all()));\n`;
export const withSignIn = (code: string) =>
  `${/import \{[^}]*\bRouter\b/.test(code) ? "" : IMPORT}${code}\n${SIGN_IN}`;

/** A Set-Cookie header of this name. */
export function setCookieOf(answer: TrialAnswer, name: string): string {
  return answer.setCookies.find((header) => readCookie(header, name) !== undefined) ?? "none";
}
