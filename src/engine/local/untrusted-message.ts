import { z } from "zod";
import type { FromProcess } from "./process-messages.ts";

const port = z.int().min(0).max(65_535);
const count = z.int().min(0);

const message = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready") }),
  z.strictObject({ kind: z.literal("claim-port"), claim: count, port }),
  z.strictObject({ kind: z.literal("listening"), port, realPort: port }),
  z.strictObject({ kind: z.literal("closed"), port }),
  z.strictObject({ kind: z.literal("clock-moved"), acknowledge: count }),
  z.strictObject({ kind: z.literal("pong"), memoryBytes: z.number(), cpuMs: z.number() }),
]);

/**
 * What a process in a cell says, if it is a message at all. Diagnostics are none: nobody looks at them there, and they
 * are the one kind that has no shape.
 */
export function untrustedMessage(value: unknown): FromProcess | undefined {
  return message.safeParse(value).data;
}
