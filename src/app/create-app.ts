import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import express, { type Express, type Request, type RequestHandler, type Response } from "express";
import { cookiesOf } from "../session/cookie.ts";
import { session } from "../session/express.ts";
import type { SessionOptions } from "../session/settings.ts";
import { loadEnvFile } from "./env-file.ts";
import { answerError } from "./error-page.ts";
import { findRoutes } from "./find-routes.ts";
import { routerOfFile, sharedRouter } from "./router.ts";
import { useTemplates } from "./templates.ts";

export interface AppOptions {
  /** The project's folder, with `.env` and `src/`. Default: the working folder. */
  readonly folder?: string;
  /** Settings of the sessions; they win over the environment. */
  readonly session?: SessionOptions;
  /** Largest request body, JSON or form. Default 102,400. A larger one is answered with 413. */
  readonly bodyLimitBytes?: number;
}

/** Where `app.listen()` listens when neither an argument nor the variable PORT says otherwise. */
export const DEFAULT_PORT = 7148;

/**
 * An Express app with what a web application needs around its routes: `.env` read, cookies (`req.cookies`), JSON and
 * form bodies, sessions (`req.session`), templates from `src/templates`, static files from `src/public`, and the
 * routes in `src/routes`, which add themselves to {@link Router}. Routes added to the app later work as well.
 *
 * Rejects when a route file throws, or when a setting is wrong (`SessionError` "bad-setting").
 */
export async function createApp(options: AppOptions = {}): Promise<Express> {
  const folder = resolve(options.folder ?? process.cwd());
  loadEnvFile(join(folder, ".env"), process.env);
  const production = process.env["NODE_ENV"] === "production";
  const limit = options.bodyLimitBytes ?? 102_400;

  const app = express();
  app.disable("x-powered-by");
  useTemplates(app, { folder: join(folder, "src", "templates"), cache: production });
  if (existsSync(join(folder, "src", "public"))) app.use(express.static(join(folder, "src", "public")));
  app.use(readCookies);
  app.use(express.json({ limit }), express.urlencoded({ limit, extended: true }), emptyBody);
  // After the bodies: a request takes its session's turn only once it has arrived whole.
  app.use(session(options.session));
  answerWhatIsLeft(app, production);
  listenOnDefaultPort(app);

  for (const path of findRoutes(join(folder, "src", "routes"))) {
    app.use(await routerOfFile(pathToFileURL(path).href));
  }
  app.use(sharedRouter);
  return app;
}

const readCookies: RequestHandler = (req, _res, next) => {
  req.cookies = cookiesOf(req.headers.cookie);
  next();
};

/** A handler may read a field of `req.body` without asking first whether there was a body. */
const emptyBody: RequestHandler = (req, _res, next) => {
  req.body ??= {};
  next();
};

type Handle = (req: Request, res: Response, done?: (error?: unknown) => void) => void;

/** In the place of Express's own last handler, so that it comes after routes which are added later. */
function answerWhatIsLeft(app: Express, production: boolean): void {
  const inner = app as unknown as { handle: Handle };
  const handle = inner.handle.bind(app);
  inner.handle = (req, res, done) => {
    handle(req, res, done ?? ((error) => answerError(error, req, res, production)));
  };
}

function listenOnDefaultPort(app: Express): void {
  const listen = app.listen.bind(app) as (...given: unknown[]) => Server;
  app.listen = ((...given: unknown[]) =>
    given.length === 0 || typeof given[0] === "function"
      ? listen(Number(process.env["PORT"] ?? DEFAULT_PORT), ...given)
      : listen(...given)) as typeof app.listen;
}
