import { idsOf, isSessionId } from "../session-id.ts";
import { resolveSettings } from "../settings.ts";
import type { Store } from "../store.ts";
import { TurnRenewal } from "../turn-renewal.ts";
import type { Visit, VisitContext } from "../visit.ts";
import type { ModelRecord } from "./model-plan.ts";

/** A real store that is used by one visit after another, beside the model of what it keeps. */
export class ModelWorld {
  /** One for each way to the records: as many server processes would have them. */
  readonly contexts: readonly VisitContext[];
  /** By store key; absent: never there or gone. */
  readonly records = new Map<string, ModelRecord>();
  readonly taken: string[] = [];
  cookie: string | undefined;
  /** Visits that have a turn, or may have one. */
  readonly open = new Set<Visit>();
  readonly #arrivals: (() => void)[] = [];
  readonly #underWay = new Map<object, { readonly verb: string; readonly key: string }>();

  /** What the stores keep the record of an id under. */
  readonly keyOf: (id: string) => string;

  constructor(stores: readonly [Store, ...Store[]]) {
    this.keyOf = idsOf(stores[0]).key;
    this.contexts = stores.map((store) => this.#contextOf(this.#counted(store)));
  }

  modelAt(id: string | undefined): ModelRecord | undefined {
    return id === undefined || !isSessionId(id) ? undefined : this.records.get(this.keyOf(id));
  }

  /** `enter` runs when the step under way is over, so that it finds the model as the store is. */
  whenQuiet(enter: () => void): void {
    this.#arrivals.push(enter);
  }

  /** Waits until nothing moves any more but requests for a turn that another visit holds. */
  async quiet(): Promise<void> {
    do {
      await new Promise(setImmediate);
      for (const enter of this.#arrivals.splice(0)) enter();
    } while (this.#isMoving() || this.#arrivals.length > 0);
  }

  #isMoving(): boolean {
    const held = new Set([...this.open].map(({ turn }) => turn?.key));
    for (const { verb, key } of this.#underWay.values()) {
      if (verb !== "takeTurn" || !held.has(key)) return true;
    }
    return false;
  }

  #counted(store: Store): Store {
    const underWay = this.#underWay;
    return new Proxy(store, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(member, target, args);
          if (!(result instanceof Promise)) return result;
          const call = {};
          underWay.set(call, { verb: String(name), key: String(args[0]) });
          return result.finally(() => underWay.delete(call));
        };
      },
    });
  }

  #contextOf(store: Store): VisitContext {
    // Who waits for a turn that nobody has is found out: the wait is over before the lease.
    const waits = { turnWaitMs: 10_000, turnLeaseMs: 600_000 };
    const settings = resolveSettings({ store, nowMs: () => MODEL_NOW_MS, log: () => {}, ...waits }, {});
    return {
      settings,
      store,
      cookieHeld: undefined,
      renewal: new TurnRenewal(store, settings.log),
      logOnce: () => {},
      collectNowAndThen: () => {},
    };
  }
}

export const MODEL_NOW_MS = 1_700_000_000_000;
