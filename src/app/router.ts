import express, { type Router as ExpressRouter, type RequestHandler, type RouterOptions } from "express";
import { standingFor } from "../session/audit/audited-part.ts";
import { besideCookieParser } from "./cookies.ts";

/**
 * The router that `createApp` mounts: `Router.get("/cart", handler)` anywhere in the project adds a route.
 * Called, it makes a new router of its own, as `express.Router()` does.
 *
 * Each route file fills a router of its own, which the apps that load the file mount; so several apps in one
 * process, as in tests, have the routes of their own files only. Routes added elsewhere are every app's.
 *
 * A middleware may go on with Express's `next()` or, as in other frameworks, with `await next(req, res)`.
 */
export interface SharedRouter extends ExpressRouter {
  (options?: RouterOptions): ExpressRouter;
}

/** Registers handlers, at the end of its arguments. */
const REGISTERING = ["all", "get", "post", "put", "patch", "delete", "head", "options", "use"] as const;

function makeRouter(options?: RouterOptions): ExpressRouter {
  const router = express.Router(options);
  const registry = router as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const method of REGISTERING) {
    const register = registry[method]?.bind(router);
    if (register === undefined) continue;
    registry[method] = (...given: unknown[]) => register(...given.map(goingOn));
  }
  return router;
}

/** In Express `next(value)` means an error; given the request itself it can only mean "go on". */
function goingOn(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(goingOn);
  if (typeof given !== "function" || given.length > 3 || "handle" in given) return given;
  const handler = besideCookieParser(given as RequestHandler);
  const wrapper: RequestHandler = (req, res, next) =>
    handler(req, res, ((value?: unknown) => (value === req ? next() : next(value))) as typeof next);
  return standingFor(given, Object.defineProperty(wrapper, "name", { value: handler.name }));
}

/** Filled by what is not a route file. Every app mounts it. */
export const sharedRouter: ExpressRouter = makeRouter();

/** Filled now. */
let current: ExpressRouter = sharedRouter;

const routersByUrl = new Map<string, Promise<ExpressRouter>>();
let lastRun: Promise<unknown> = Promise.resolve();

/**
 * The router that the file at this URL fills. A file runs once, and one after another, so that none fills
 * another's. Rejects with what the file throws.
 */
export function routerOfFile(url: string): Promise<ExpressRouter> {
  const known = routersByUrl.get(url);
  if (known !== undefined) return known;
  const running = lastRun.then(() => runRouteFile(url));
  lastRun = running.catch(() => undefined);
  routersByUrl.set(url, running);
  return running;
}

async function runRouteFile(url: string): Promise<ExpressRouter> {
  const router = makeRouter();
  current = router;
  try {
    await import(/* @vite-ignore */ url);
  } finally {
    current = sharedRouter;
  }
  return router;
}

const face = (first?: unknown, ...rest: unknown[]): unknown => {
  // An Express app that is given `Router` itself mounts it as a handler.
  if (rest.length > 0) return (sharedRouter as unknown as (...given: unknown[]) => unknown)(first, ...rest);
  return makeRouter(first as RouterOptions | undefined);
};

/** The {@link SharedRouter} of this process: `Router.get("/cart", handler)`. */
export const Router: SharedRouter = new Proxy(face, {
  get: (target, name, receiver) =>
    name === "length" || name === "name"
      ? Reflect.get(target, name, receiver)
      : Reflect.get(current, name, current),
  has: (_target, name) => name in current,
}) as unknown as SharedRouter;
