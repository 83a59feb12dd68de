/**
 * What makes our pages cross-origin isolated, which WebContainer's shared memory needs. `require-corp`, not
 * `credentialless`: everything is served by the site itself, and Safari knows only the former. Resources may
 * be embedded from anywhere, because the frames that hold learners' code have an opaque origin and load
 * their own page and scripts from here; the site is static and public, so that gives nothing away.
 */
export const isolationHeaders: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
};
