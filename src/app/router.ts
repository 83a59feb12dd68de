import express, { type Router as ExpressRouter, type RequestHandler, type RouterOptions } from "express";

/**
 * The router that every app of `createApp` mounts: `Router.get("/cart", handler)` anywhere in the project adds a
 * route. Called, it makes a new router of its own, as `express.Router()` does.
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
  const handler = given as RequestHandler;
  return Object.defineProperty(
    ((req, res, next) =>
      handler(req, res, ((value?: unknown) =>
        value === req ? next() : next(value)) as typeof next)) satisfies RequestHandler,
    "name",
    { value: handler.name },
  );
}

/** What `createApp` mounts. */
export const sharedRouter: ExpressRouter = makeRouter();

const face = (first?: unknown, ...rest: unknown[]): unknown => {
  // An Express app that is given `Router` itself mounts it as a handler.
  if (rest.length > 0) return (sharedRouter as unknown as (...given: unknown[]) => unknown)(first, ...rest);
  return makeRouter(first as RouterOptions | undefined);
};

export const Router: SharedRouter = new Proxy(face, {
  get: (target, name, receiver) =>
    name === "length" || name === "name"
      ? Reflect.get(target, name, receiver)
      : Reflect.get(sharedRouter, name, sharedRouter),
  has: (_target, name) => name in sharedRouter,
}) as unknown as SharedRouter;
