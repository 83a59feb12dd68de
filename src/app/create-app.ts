import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import express, { type Express, type Request, type RequestHandler, type Response } from "express";
import { type SessionMiddleware, session } from "../session/express.ts";
import type { SessionOptions } from "../session/settings.ts";
import { type RememberMeOptions, rememberMe } from "../session/sign-in/remember-me.ts";
import { refuseUnknownAppOptions } from "./app-option-names.ts";
import { closeServers, type OpenServer, watched } from "./close-servers.ts";
import { besideCookieParser, cookieSecrets, useCookies } from "./cookies.ts";
import { type CorsOptions, corsHandler, corsSettings } from "./cors.ts";
import { type CsrfOptions, csrfGuards } from "./csrf.ts";
import { showsDetails } from "./debug-setting.ts";
import { loadEnvFile } from "./env-file.ts";
import { answerError } from "./error-page.ts";
import { findRoutes } from "./find-routes.ts";
import { listeningPort } from "./listening-port.ts";
import { routerOfFile, sharedRouter } from "./router.ts";
import { useTemplates } from "./templates.ts";

export interface AppOptions {
  /** The project's folder, with `.env` and `src/`. Default: the working folder. */
  readonly folder?: string;
  /** Settings of the sessions; they win over the environment. */
  readonly session?: SessionOptions;
  /** Largest request body, JSON or form. Default 102,400. A larger one is answered with 413. */
  readonly bodyLimitBytes?: number;
  /**
   * Runs before a request takes its session's turn, for bodies that are neither JSON nor forms: a handler that reads
   * an upload, or a router of such. Behind the session an upload would keep the user's other requests waiting for as
   * long as it is on its way. There is no `req.session` yet, and of the cross-site protection only what headers say.
   */
  readonly beforeSession?: RequestHandler | readonly RequestHandler[];
  /** Which pages of other origins may read answers. Default: CORS_ORIGINS and CORS_CREDENTIALS; false: none. */
  readonly cors?: CorsOptions | false;
  /**
   * The protection against cross-site requests (see {@link csrf}), on by default. Origins that CORS lets in with
   * credentials are trusted. False: off, for an app that keeps nobody signed in by a cookie.
   */
  readonly csrf?: CsrfOptions | false;
  /** How remembered logins are restored (see {@link rememberMe}), on by default. False: not by the app. */
  readonly rememberMe?: RememberMeOptions | false;
  /** Secrets of signed cookies, the newest first. Default: TINA4_COOKIE_SECRET, else made from TINA4_SECRET. */
  readonly cookieSecrets?: readonly string[];
}

/** An Express app with its sessions, which can be ended. */
export interface App extends Express {
  /** The middleware that gives requests their session; `sessions.users` lists and revokes a user's sessions. */
  readonly sessions: SessionMiddleware;

  /**
   * Stops listening, lets requests that are under way finish, breaks off those that take longer than `timeoutMs`
   * (10,000), WebSockets with them, and lets go of the store. Repeating is free. It knows the servers that
   * `app.listen` made: close one of your own, from `https.createServer(app)`, first. For a stop by the system:
   * `process.once("SIGTERM", () => app.close())`.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * An Express app with what a web application needs around its routes: `.env` read, cookies (`req.cookies`,
 * `req.signedCookies`), JSON and form bodies, sessions (`req.session`), protection against cross-site requests,
 * CORS where it is set, templates from `src/templates` with `form_token()` and `flash()`, static files from
 * `src/public`, and the routes in `src/routes`, which add themselves to {@link Router}. Routes added to the app
 * later work as well.
 *
 * Rejects when a route file throws, when a setting is wrong (`SessionError` "bad-setting"), and when the store's
 * driver is not installed. A store that is down is logged, and asked again with each request.
 */
export async function createApp(options: AppOptions = {}): Promise<App> {
  refuseUnknownAppOptions(options);
  const folder = resolve(options.folder ?? process.cwd());
  loadEnvFile(join(folder, ".env"), process.env);
  const production = process.env["NODE_ENV"] === "production";
  const details = showsDetails(process.env);
  const limit = options.bodyLimitBytes ?? 102_400;
  const cors = options.cors === false ? undefined : corsSettings(options.cors, process.env);
  const guards = options.csrf === false ? undefined : csrfGuards(options.csrf ?? {}, cors);

  const app = express();
  app.disable("x-powered-by");
  letCookieParserIn(app);
  // Preflights carry no cookies and must be answered all the same.
  if (cors !== undefined) app.use(corsHandler(cors));
  if (guards !== undefined) app.use(guards.byHeaders);
  useTemplates(app, { folder: join(folder, "src", "templates"), cache: production });
  if (existsSync(join(folder, "src", "public"))) app.use(express.static(join(folder, "src", "public")));
  useCookies(app, cookieSecrets(options.cookieSecrets));
  app.use(express.json({ limit }), express.urlencoded({ limit, extended: true }), emptyBody);
  if (options.beforeSession !== undefined) app.use(...[options.beforeSession].flat());
  // After the bodies: a request takes its session's turn only once it has arrived whole.
  const sessions = session(options.session);
  app.use(sessions);
  if (guards !== undefined) app.use(guards.byToken);
  if (options.rememberMe !== false) app.use(rememberMe(options.rememberMe));
  answerWhatIsLeft(app, !details);
  const servers = listenOnDefaultPort(app);

  for (const path of findRoutes(join(folder, "src", "routes"))) {
    app.use(await routerOfFile(pathToFileURL(path).href));
  }
  app.use(sharedRouter);
  await sessions.ready();
  return Object.assign(app, {
    sessions,
    close: async ({ timeoutMs = 10_000 } = {}) => {
      await closeServers(servers, timeoutMs);
      await sessions.close();
    },
  } satisfies Pick<App, "sessions" | "close">);
}

function letCookieParserIn(app: Express): void {
  const use = app.use.bind(app) as (...given: unknown[]) => Express;
  const letIn = (given: unknown): unknown =>
    Array.isArray(given)
      ? given.map(letIn)
      : typeof given === "function"
        ? besideCookieParser(given as RequestHandler)
        : given;
  app.use = ((...given: unknown[]) => use(...given.map(letIn))) as typeof app.use;
}

/** A handler may read a field of `req.body` without asking first whether there was a body. */
const emptyBody: RequestHandler = (req, _res, next) => {
  req.body ??= {};
  next();
};

type Handle = (req: Request, res: Response, done?: (error?: unknown) => void) => void;

/** In the place of Express's own last handler, so that it comes after routes which are added later. */
function answerWhatIsLeft(app: Express, hideCauses: boolean): void {
  const inner = app as unknown as { handle: Handle };
  const handle = inner.handle.bind(app);
  inner.handle = (req, res, done) => {
    handle(req, res, done ?? ((error) => answerError(error, req, res, hideCauses)));
  };
}

/** The servers that listen, for `close`. */
function listenOnDefaultPort(app: Express): ReadonlySet<OpenServer> {
  const servers = new Set<OpenServer>();
  const listen = app.listen.bind(app) as (...given: unknown[]) => Server;
  app.listen = ((...given: unknown[]) => {
    const isDefault = given.length === 0 || typeof given[0] === "function";
    const server = isDefault ? listen(listeningPort(process.env), ...given) : listen(...given);
    const open = watched(server);
    servers.add(open);
    server.once("close", () => servers.delete(open));
    return server;
  }) as typeof app.listen;
  return servers;
}
