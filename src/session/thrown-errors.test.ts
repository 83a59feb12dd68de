import express, { Router } from "express";
import { expect, it } from "vitest";
import { tellsOfErrors } from "./thrown-errors.ts";

it("knows a router that tells of errors", () => {
  expect(tellsOfErrors({ app: express() })).toBe(true);
  expect(tellsOfErrors({})).toBe(true);
});

it("knows one that does not, as routers before 2.3 do not", () => {
  const silent = Router();
  const { handle } = silent as unknown as { handle(request: object, ...rest: unknown[]): void };
  const old = Object.assign(silent, {
    // As in 2.2 nobody finds an error at the request.
    handle(this: object, request: object, ...rest: unknown[]) {
      const copy = { ...request, [Symbol.for("router.tracing.publishedErrors")]: undefined };
      handle.call(this, copy, ...rest);
    },
  });
  expect(tellsOfErrors({ app: Object.assign(() => {}, { router: old }) })).toBe(false);
});
