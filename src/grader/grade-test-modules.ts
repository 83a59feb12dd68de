/**
 * Import this first: grade tests that are imported later get, as "vitest", the part of it that needs no Vitest
 * around it. So one process can run them many times over.
 */
import { registerHooks } from "node:module";

const subset = new URL("vitest-subset.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vitest" && context.parentURL?.includes("/node_modules/") !== true
      ? { url: subset, shortCircuit: true }
      : next(specifier, context),
});
