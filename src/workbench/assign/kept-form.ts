import * as z from "zod/mini";
import type { AssignForm } from "./assign-form.ts";

/** The key of a form, without any private half. */
export type KeptKey =
  | { readonly kind: "none" }
  | { readonly kind: "opened"; readonly label: string; readonly publicKey: string }
  | { readonly kind: "copied"; readonly publicKey: string };

export interface KeptForm {
  readonly form: AssignForm;
  readonly key: KeptKey;
}

export function keptFormText(kept: KeptForm): string {
  return JSON.stringify(kept);
}

/**
 * Reads what {@link keptFormText} wrote. `undefined`: nothing, or that of a version whose form was another, or the browser
 * keeps nothing.
 */
export function readKeptForm(read: () => string | null): KeptForm | undefined {
  try {
    return keptForm.parse(JSON.parse(read() ?? "null"));
  } catch {
    return undefined;
  }
}

const keptForm = z.object({
  form: z.object({
    title: z.string(),
    instructions: z.string(),
    exercises: z.array(z.string()),
    points: z.record(
      z.string(),
      z.object({ kind: z.enum(["share", "per-test", "all-or-nothing"]), points: z.string() }),
    ),
    opens: z.string(),
    due: z.string(),
    zone: z.string(),
    late: z.enum(["refuse", "mark", "percent-a-day"]),
    latePercent: z.string(),
    hints: z.boolean(),
    solution: z.boolean(),
    passing: z.enum(["every-test", "percent"]),
    passingPercent: z.string(),
  }),
  key: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("opened"), label: z.string(), publicKey: z.string() }),
    z.object({ kind: z.literal("copied"), publicKey: z.string() }),
  ]),
});
