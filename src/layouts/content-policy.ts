/** WebContainer's frame, which is asked for only when someone chooses that engine. */
const WEBCONTAINER_HOST = "https://stackblitz.com";

/**
 * `strict`: for pages that only read. `editor`: for those with an editor or a terminal, which write style elements of their
 * own; neither can be given a nonce that a static page would not give away too. They also prepare learners' pages, whose
 * `<base>` names another host: the parser asks the policy even for a document that is never shown. Scripts are as strict on both.
 */
export type PolicyKind = "strict" | "editor";

/**
 * The Content-Security-Policy of the course's own pages and of their workers. No inline script, no `eval`: learners' code runs in
 * frames of an opaque origin, whose pages carry policies of their own.
 */
export function contentPolicy(kind: PolicyKind): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    kind === "editor" ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    `frame-src 'self' ${WEBCONTAINER_HOST}`,
    "manifest-src 'self'",
    "form-action 'self'",
    ...(kind === "strict" ? ["base-uri 'none'"] : []),
  ].join("; ");
}

/** As a header, which alone can say who may frame a page: nobody. */
export function contentPolicyHeader(): string {
  return `${contentPolicy("editor")}; frame-ancestors 'none'`;
}
