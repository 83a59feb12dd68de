/**
 * What one imports as `keepsake`: sessions for Express, and an app around them.
 *
 * ```ts
 * import { createApp, Router } from "keepsake";
 *
 * Router.get("/", (req, res) => res.json({ visits: req.session.increment("visits") }));
 *
 * const app = await createApp();
 * app.listen(7148);
 * ```
 */
// For `res.html` in the package's types: nothing else there leads to it.
import "./templates.ts";

export * from "../session/index.ts";
export { Auth, type AuthOptions, createAuth } from "./auth.ts";
export type { TokenPayload } from "./auth-token.ts";
export type { AppCookieOptions } from "./cookie-options.ts";
export { type CorsOptions, cors } from "./cors.ts";
export { type App, type AppOptions, createApp } from "./create-app.ts";
export { type CsrfOptions, csrf } from "./csrf.ts";
export { csrfToken, formToken } from "./csrf-token.ts";
export {
  Database,
  type DatabaseRow,
  type DatabaseSession,
  type DatabaseValue,
  type Executed,
  type FetchOptions,
} from "./database.ts";
export { DEFAULT_PORT } from "./listening-port.ts";
export { Router, type SharedRouter } from "./router.ts";
export { fileStore, memoryStore } from "./stores.ts";
