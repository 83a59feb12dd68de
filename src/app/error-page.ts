import type { Request, Response } from "express";
import { SessionError } from "../session/session-error.ts";

/**
 * Answers a request that nobody answered (`error` undefined: 404) or whose handler failed. JSON callers get
 * `{"error": "…"}`, browsers a page. A 5xx shows its stack. With `hideCauses` only messages are shown that were
 * made to be: of this library's refusals, and of errors whose `expose` is true, as body parsers and the package
 * http-errors make them. An error of something that the handler asked may name what nobody should read.
 * When the response has begun already, the connection is broken so that nobody takes half of it for the whole.
 */
export function answerError(error: unknown, req: Request, res: Response, hideCauses: boolean): void {
  if (error === undefined || error === null) {
    if (res.headersSent) return;
    send(req, res, 404, `There is no ${req.method} ${req.path} here.`, "");
    return;
  }
  const status = statusOf(error);
  const isHidden = hideCauses && (status >= 500 || !isExposed(error));
  if (status >= 500 || isHidden)
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  if (res.headersSent) {
    req.socket.destroy();
    return;
  }
  const message = isHidden ? plainMessage(status) : messageOf(error);
  const stack = hideCauses || status < 500 || !(error instanceof Error) ? "" : (error.stack ?? "");
  for (const name of res.getHeaderNames()) {
    if (/^(content-|etag$|last-modified$|cache-control$)/.test(name)) res.removeHeader(name);
  }
  send(req, res, status, message, stack);
}

function send(req: Request, res: Response, status: number, message: string, stack: string): void {
  res.status(status).set("X-Content-Type-Options", "nosniff");
  if (wantsJson(req)) {
    res.json({ error: message });
    return;
  }
  const details = stack === "" ? "" : `<pre>${escapeHtml(stack)}</pre>`;
  res
    .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
    .type("html")
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${status}</title>` +
        "<style>body{font:16px/1.5 system-ui;margin:3rem auto;max-width:44rem;padding:0 1rem}pre{overflow:auto}</style>" +
        `<h1>${status}</h1><p>${escapeHtml(message)}</p>${details}</html>`,
    );
}

/** One who sends JSON reads JSON; otherwise what `Accept` prefers, and HTML when it does not care. */
function wantsJson(req: Request): boolean {
  return req.is("json") === "json" || req.accepts(["html", "json"]) === "json";
}

function statusOf(error: unknown): number {
  if (typeof error !== "object" || error === null) return 500;
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown };
  const code = status ?? statusCode;
  return typeof code === "number" && code >= 400 && code < 600 ? code : 500;
}

function isExposed(error: unknown): boolean {
  return error instanceof SessionError || (error as { expose?: unknown }).expose === true;
}

function plainMessage(status: number): string {
  return `The server ${status >= 500 ? "failed" : "refused this"}. Its log says why.`;
}

function messageOf(error: unknown): string {
  const { type } = error as { type?: unknown };
  if (type === "entity.parse.failed") return `The body is not valid JSON: ${(error as Error).message}`;
  if (type === "entity.too.large") return "The body is too large.";
  return error instanceof Error ? error.message : String(error);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
