import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { expect } from "vitest";
import { storeKey } from "../session-id.ts";
import type { SessionOptions } from "../settings.ts";
import type { Store } from "../store.ts";
import { trialApp } from "../trial-app.ts";
import { type TrialAnswer, TrialClient } from "../trial-client.ts";

/** The trial app on a store that something will happen to. */
export class FaultStage {
  readonly logged: string[] = [];
  readonly client = new TrialClient();
  readonly #answers: TrialAnswer[] = [];
  readonly #cookies = new Set<string>();
  readonly #server: Server;
  readonly #address: string;

  private constructor(server: Server, logged: string[]) {
    this.logged = logged;
    this.#server = server;
    this.#address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async serve(
    store: Store,
    options: SessionOptions = {},
    more: (app: Express) => void = () => {},
  ): Promise<FaultStage> {
    const logged: string[] = [];
    const app = trialApp({
      store,
      log: (message) => logged.push(message),
      storeTimeoutMs: 2000,
      turnWaitMs: 400,
      ...options,
    });
    more(app);
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new FaultStage(server, logged);
  }

  /** The client's cookie before and after, and what came back, are remembered for {@link expectNoIds}. */
  async send(method: "GET" | "POST", path: string, who = this.client): Promise<TrialAnswer> {
    if (who.cookie !== undefined) this.#cookies.add(who.cookie);
    const answer = await who.send(method, this.#address + path);
    if (who.cookie !== undefined) this.#cookies.add(who.cookie);
    this.#answers.push(answer);
    return answer;
  }

  async all(): Promise<Record<string, unknown>> {
    return (await this.untilServed("GET", "/all")).json() as Record<string, unknown>;
  }

  /** A session with one value, made while all is well. */
  async begin(): Promise<void> {
    const made = await this.untilServed("GET", "/set/here/yes");
    expect([made.status, made.setCookies.length]).toEqual([200, 1]);
  }

  /** Refused, and without a cookie: fails closed. */
  async expectRefused(method: "GET" | "POST", path: string): Promise<void> {
    const { status, setCookies } = await this.send(method, path);
    expect([method, path, status, setCookies]).toEqual([method, path, 503, []]);
  }

  /** Asks again while the answer is 503; nothing is restarted. The test's own time-out bounds it. */
  async untilServed(method: "GET" | "POST", path: string): Promise<TrialAnswer> {
    while (true) {
      const answer = await this.send(method, path);
      if (answer.status !== 503) return answer;
    }
  }

  /** Neither what was logged nor what was answered with 503 holds an id or what the store knows it by. */
  expectNoIds(): void {
    const refusals = this.#answers.filter(({ status }) => status === 503).map(({ text }) => text);
    const said = [...this.logged, ...refusals].join("\n");
    for (const cookie of this.#cookies) {
      expect(said).not.toContain(cookie);
      expect(said).not.toContain(storeKey(cookie));
    }
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
