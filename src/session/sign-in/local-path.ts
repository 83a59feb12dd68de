/** Longer ones come from no link of ours, and not every server takes them back. */
const LENGTH_LIMIT = 2048;

/**
 * The path, when following it stays on this site; `otherwise` for all else. For where to go after a login, which
 * anybody may have put into the link: `//evil.test`, `/\evil.test` and `javascript:` lead away (CWE-601).
 */
export function localPath(path: unknown, otherwise = "/"): string {
  if (typeof path !== "string" || path.length > LENGTH_LIMIT) return otherwise;
  // User agents take a backslash for a slash, and leave out tabs and line ends before they look.
  const isLocal = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path);
  return isLocal ? path : otherwise;
}
