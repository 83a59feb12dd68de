import { describe, expect, it } from "vitest";
import { BoundedStore } from "./bounded-store.ts";
import { EMPTY_PATCH } from "./patch.ts";
import { PeopleStage, REMEMBER, SESSION } from "./sign-in/trial-people.ts";
import type { Store } from "./store.ts";
import { recordWith } from "./stores/contract.ts";
import type { OpenTrial } from "./trial-stores/trial-store.ts";
import { TurnRenewal } from "./turn-renewal.ts";

/** The real store, but that the answers to `verb` are held back until `answer` is called. */
function holding(store: Store, verb: string): { store: Store; answer(): Promise<void> } {
  const held: (() => Promise<unknown>)[] = [];
  const holdingStore = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        const call = async (): Promise<unknown> => Reflect.apply(member, target, args);
        if (name !== verb) return Reflect.apply(member, target, args);
        return new Promise((resolve, reject) => {
          held.push(() => call().then(resolve, reject));
        });
      };
    },
  });
  const answer = async () => {
    await Promise.all(held.splice(0).map((each) => each()));
  };
  return { store: holdingStore, answer };
}

/** The real store, but that the first call of `verb` rejects and does nothing. */
function refusingOnce(store: Store, verb: string): Store {
  let hasRefused = false;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (name !== verb || hasRefused) return Reflect.apply(member, target, args);
        hasRefused = true;
        return Promise.reject(new Error("The line is cut."));
      };
    },
  });
}

function boundedTo20Ms(store: Store): BoundedStore {
  const bounded: BoundedStore = new BoundedStore(store, 20, (turn) => renewal.giveBack(turn));
  const renewal: TurnRenewal = new TurnRenewal(bounded, () => {});
  return bounded;
}

const VERBS = ["load", "create", "patch", "rotate", "touch", "destroy", "takeTurn"] as const;
/** Long enough for the verbs that are answered, also on a machine that has much to do. */
const PATIENCE_MS = 2000;
const KEY = "a".repeat(64);
const TURN = { route: "POST /here", leaseMs: 10_000, waitMs: 30 };

/** What must hold when a store does not answer. */
export function outageChecks(name: string, open: OpenTrial): void {
  /** Each has a stage of its own: nearly all that these checks do is wait, and they wait together. */
  const onStage = async (check: (stage: PeopleStage) => Promise<void>) => {
    const stage = new PeopleStage();
    try {
      await stage.begin(open);
      await check(stage);
    } finally {
      await stage.end();
    }
  };

  // Where the machine stands still for as long, the test is run again.
  describe(`a store that does not answer (${name})`, { retry: 2, concurrent: true }, () => {
    const doings: Readonly<Record<(typeof VERBS)[number], readonly [method: string, path: string]>> = {
      load: ["GET", "/me"],
      create: ["POST", "/login/alice?remember=yes"],
      patch: ["GET", "/set/a/b"],
      rotate: ["POST", "/login/alice"],
      touch: ["GET", "/me"],
      destroy: ["POST", "/logout"],
      takeTurn: ["POST", "/set/a/b"],
    };

    it.each(VERBS)("check 42: a request is refused in bounded time when %s is not answered", (verb) =>
      onStage(async (stage) => {
        const browser = await stage.signedIn("alice", true);
        stage.nowMs += verb === "touch" ? 400_000 : 0;
        const before = new Map(browser.cookies);
        const held = holding(stage.store, verb);
        await stage.serve({ store: held.store, storeTimeoutMs: PATIENCE_MS, turnWaitMs: 1 });
        const [method, path] = doings[verb];
        const answer = await browser.send(method, path);
        expect([answer.status, answer.setCookies]).toEqual([503, []]);
        expect(browser.cookies).toEqual(before);
        const said = [answer.text, ...stage.logged].join("\n");
        expect(stage.logged.join("\n")).toContain(`did not answer ${verb}`);
        for (const value of before.values()) expect(said).not.toContain(value);
        expect(said).not.toMatch(/[0-9a-f]{64}/);
        // The answer that comes late does no harm: the next request goes on at once.
        await held.answer();
        await stage.serve({ turnWaitMs: 5000 });
        const next = await browser.post("/set/next/yes");
        expect([200, 409]).toContain(next.status);
      }),
    );

    it("check 42: a remembered login is refused with 503 when the store does not answer, and works later", () =>
      onStage(async (stage) => {
        const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
        const held = holding(stage.store, "load");
        await stage.serve({ store: held.store, storeTimeoutMs: PATIENCE_MS });
        expect((await browser.get("/me")).status).toBe(503);
        await held.answer();
        await stage.serve();
        expect((await browser.me()).userId).toBe("alice");
        expect(browser.cookies.has(SESSION)).toBe(true);
      }));

    // The first fails after the anonymous session has moved, the second while it does.
    it.each(["patch", "rotate"] as const)(
      "check 42: a remembered login that fails at %s keeps what the visitor had, and works later",
      (verb) =>
        onStage(async (stage) => {
          const owner = await stage.signedIn("alice", true);
          const browser = stage.browser();
          await browser.post("/set/color/blue");
          browser.cookies.set(REMEMBER, owner.cookies.get(REMEMBER) ?? "");
          const held = holding(stage.store, verb);
          await stage.serve({ store: held.store, storeTimeoutMs: PATIENCE_MS, turnWaitMs: 1 });
          expect((await browser.get("/me")).status).toBe(503);
          // What was held back is lost with its connection.
          await stage.serve({ turnWaitMs: 30_000 });
          const me = await browser.me();
          expect([me.userId, me.data]).toEqual(["alice", { color: "blue", user_id: "alice" }]);
          expect((await browser.me()).userId).toBe("alice");
        }),
    );

    it("check 42: a turn that is granted late is given back", () =>
      onStage(async (stage) => {
        await stage.store.create(KEY, recordWith({ n: 0 }));
        const held = holding(refusingOnce(stage.store, "releaseTurn"), "takeTurn");
        const bounded = boundedTo20Ms(held.store);
        await expect(async () => bounded.takeTurn(KEY, TURN)).rejects.toThrow("did not answer takeTurn");
        await held.answer();
        const next = await stage.store.takeTurn(KEY, { ...TURN, waitMs: 5000 });
        expect(next.outcome).toBe("taken");
      }));

    it.each([
      ["renewTurn", (store: Store) => store.renewTurn(KEY, 1, 1000)],
      ["releaseTurn", (store: Store) => store.releaseTurn(KEY, 1)],
      ["listByOwner", (store: Store) => store.listByOwner(KEY)],
      ["patch", (store: Store) => store.patch(KEY, EMPTY_PATCH)],
    ] as const)("check 42: %s has an end too, and a late refusal hurts nobody", (verb, call) =>
      onStage(async (stage) => {
        const held = holding(stage.store, verb);
        const bounded = boundedTo20Ms(held.store);
        await expect(async () => call(bounded)).rejects.toThrow(`did not answer ${verb} in time`);
        await held.answer();
      }),
    );
  });
}
