import type { Store } from "../store.ts";
import { FlaskSessionFileShelf } from "./flask-session/file-shelf.ts";
import { type FlaskSessionIdOptions, flaskSessionIds } from "./flask-session/flask-session-ids.ts";
import { FlaskSessionStore } from "./flask-session/flask-session-store.ts";
import { PYTHON_FORMATS } from "./flask-session/python-formats.ts";

export interface FlaskSessionFileStoreOptions extends FlaskSessionIdOptions {
  /** SESSION_FILE_DIR, "flask_session" in the working directory. */
  readonly folder?: string;
  /** SESSION_KEY_PREFIX, "session:". */
  readonly keyPrefix?: string;
  /** SESSION_FILE_MODE, 0o600. */
  readonly mode?: number;
  /** When a session that Python began must end, whatever comes (86,400), counted from when we first saw it. */
  readonly absoluteTimeoutSeconds?: number;
  /** The clock of the records' deadlines. Default: Date.now. */
  readonly nowMs?: () => number;
  /** Where damaged records are reported. Default: console.error. */
  readonly log?: (message: string) => void;
}

/**
 * Flask-Session's session files (SESSION_TYPE "filesystem" of Flask-Session up to 0.6, entries of cachelib
 * 0.9), so that a Flask program and this one share a user's session on one machine. All that
 * `flaskSessionRedisStore` says of turns, ids and plain data is so here too. When there are more than
 * SESSION_FILE_THRESHOLD files (500), Python removes some of them, ours among them.
 *
 * Throws {@link SessionError} "bad-setting".
 */
export function flaskSessionFileStore(options: FlaskSessionFileStoreOptions = {}): Store {
  const {
    folder = "flask_session",
    keyPrefix: prefix = "session:",
    mode = 0o600,
    nowMs = Date.now,
  } = options;
  const shelf = new FlaskSessionFileShelf({
    folder,
    prefix,
    mode,
    nowMs,
    format: PYTHON_FORMATS["pickle-0.3"],
    absoluteTimeoutMs: (options.absoluteTimeoutSeconds ?? 86_400) * 1000,
  });
  const log = options.log ?? ((message: string) => console.error(message));
  return new FlaskSessionStore(shelf, flaskSessionIds(options), { nowMs, log });
}
