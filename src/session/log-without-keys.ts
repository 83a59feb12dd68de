/** What a store keeps sessions and owners under: 64 hex digits, in names of files, in statements of databases. */
const KEY = /[0-9a-f]{64}/g;

/**
 * The same log, but that reasons which come from elsewhere (a file system that names a path, a driver that
 * quotes a statement) no longer say whose session it was.
 */
export function withoutKeys(log: (message: string) => void): (message: string) => void {
  return (message) => log(message.replace(KEY, "…"));
}
