import fc from "fast-check";

/** What the visits of a generated story do, and what the model makes of it. */

export type Call =
  | { readonly kind: "set"; readonly key: string; readonly value: number }
  | { readonly kind: "delete" | "pop" | "increment" | "update" | "take"; readonly key: string }
  | { readonly kind: "flash"; readonly key: string; readonly value: string }
  | { readonly kind: "clear" | "regenerate" | "destroy" | "throw" | "save" };

export interface Plan {
  readonly isUnsafe: boolean;
  readonly calls: readonly Call[];
}

export interface ModelRecord {
  readonly data: Map<string, number>;
  readonly flash: Map<string, string>;
}

const key = fc.constantFrom("a", "b", "__proto__");
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("set" as const), key, value: fc.integer() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("delete" as const, "pop", "increment", "update", "take"),
      key,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("flash" as const), key, value: fc.uuid() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("clear" as const, "regenerate", "destroy", "throw", "save"),
    }),
  },
);
export const plan: fc.Arbitrary<Plan> = fc.record({
  isUnsafe: fc.boolean(),
  calls: fc.array(call, { maxLength: 6 }),
});
/** Which visit goes one step further, again and again; what is left over finishes in order. */
export const schedule = fc.array(fc.nat(9), { maxLength: 60 });

export const doubled = (value: unknown) => (Number(value ?? 0) * 2 + 1) % 1000;

/** What one visit has done since its last commit, replayed on the record that is there then. */
export class Replay {
  readonly steps: ((record: ModelRecord) => void)[] = [];
  view: ModelRecord;
  constructor(record: ModelRecord) {
    this.view = copy(record);
  }
  add(step: (record: ModelRecord) => void): void {
    this.steps.push(step);
    step(this.view);
  }
}

function copy(record: ModelRecord): ModelRecord {
  return { data: new Map(record.data), flash: new Map(record.flash) };
}

export function empty(): ModelRecord {
  return { data: new Map(), flash: new Map() };
}
