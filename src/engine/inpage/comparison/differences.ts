import type { Ask } from "./scenario.ts";

type Reasons = Readonly<Record<string, string>>;

/** The differences between real Node and the engine that are meant to be, by program and request. */
const LISTED: Readonly<Record<string, Readonly<Record<string, Reasons>>>> = {};

/** By what differs ("status", "body", a header's name, "order"), the reason. */
export function expectedDifferences(program: string, { method, target }: Ask): Reasons {
  return LISTED[program]?.[`${method} ${target}`] ?? {};
}
