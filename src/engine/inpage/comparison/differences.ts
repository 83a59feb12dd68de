import type { Ask } from "./scenario.ts";

type Reasons = Readonly<Record<string, string>>;

/** The differences between real Node and the engine that are meant to be, by program and request. */
const LISTED: Readonly<Record<string, Readonly<Record<string, Reasons>>>> = {
  "modules.mjs": {
    "GET /inspect-promise": derived("a page cannot look into a promise: it shows as pending"),
  },
};

/** A difference of the body, which its length and ETag follow. */
function derived(reason: string): Reasons {
  return { body: reason, "content-length": reason, etag: reason };
}

/** By what differs ("status", "body", a header's name, "order"), the reason. */
export function expectedDifferences(program: string, { method, target }: Ask): Reasons {
  return LISTED[program]?.[`${method} ${target}`] ?? {};
}
