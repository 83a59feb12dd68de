import process from "node:process";

/** `npm run test:full` takes its time: what `npm test` does in a small way it then does at full size. */
export const isFullRun = process.env["KEEPSAKE_FULL"] === "1";

export function sized<T>(size: { readonly short: T; readonly full: T }): T {
  return isFullRun ? size.full : size.short;
}
