import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { afterEach, beforeEach } from "vitest";
import type { SessionOptions } from "../settings.ts";
import type { Store } from "../store.ts";
import type { StoreOnTrial } from "../stores/contract.ts";
import { trialApp } from "../trial-app.ts";
import { TrialClient } from "../trial-client.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";

/** Sets the stage for each test of the `describe` it is called in: a new store, a server, a client, a clock. */
export function checkStage(open: OpenTrial): CheckStage {
  const stage = new CheckStage();
  beforeEach(() => stage.begin(open));
  afterEach(() => stage.end());
  return stage;
}

export class CheckStage {
  /** What the middleware asked of the store about sessions, each `VERB KEY`. */
  calls: string[] = [];
  logged: string[] = [];
  nowMs = 0;
  client = new TrialClient();
  #trial: StoreOnTrial | undefined;
  #server: Server | undefined;
  #address = "";

  async begin(open: OpenTrial): Promise<void> {
    this.calls = [];
    this.logged = [];
    this.nowMs = 1_700_000_000_000;
    this.client = new TrialClient();
    this.#trial = await open({ nowMs: () => this.nowMs });
    await this.#trial.store.open?.();
    await this.serve();
  }

  async end(): Promise<void> {
    this.#stop();
    const trial = this.#trial;
    this.#trial = undefined;
    await trial?.close();
  }

  /** The trial app with these options and these routes more, in the place of the one before. */
  async serve(options: SessionOptions = {}, more: (app: Express) => void = () => {}): Promise<void> {
    this.#stop();
    const app = trialApp({
      store: watched(this.trial.store, this.calls),
      nowMs: () => this.nowMs,
      log: (message) => this.logged.push(message),
      ...options,
    });
    more(app);
    this.#server = app.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.#address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get trial(): StoreOnTrial {
    if (this.#trial === undefined) throw new Error("The store of this test was never opened.");
    return this.#trial;
  }

  at(path: string): string {
    return this.#address + path;
  }

  async all(who: TrialClient): Promise<unknown> {
    return (await who.get(this.at("/all"))).json();
  }

  #stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = undefined;
  }
}

/** The real store, with a list of what was asked of it. */
function watched(store: Store, calls: string[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (typeof args[0] === "string") calls.push(`${String(name)} ${args[0]}`);
        else if (name === "collect") calls.push("collect");
        return Reflect.apply(member, target, args);
      };
    },
  });
}
