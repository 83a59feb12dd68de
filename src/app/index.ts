/** What one imports as `keepsake`. */

export { COMMIT_CHANNEL, type CommitEvent } from "../session/commit-event.ts";
export { session } from "../session/express.ts";
export type { SessionData } from "../session/session-data.ts";
export { SessionError, type SessionErrorCode } from "../session/session-error.ts";
export type { Session } from "../session/session-face.ts";
export type { SessionOptions } from "../session/settings.ts";
export type { Store } from "../session/store.ts";
export { type AppOptions, createApp, DEFAULT_PORT } from "./create-app.ts";
export { Router, type SharedRouter } from "./router.ts";
