import { describe, expect, it } from "vitest";
import { TrialClient } from "../trial-client.ts";
import { startTrialServer, type TrialServer } from "../trial-process.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";

/**
 * Server processes on one store that are killed with SIGKILL while they write, one after another. What was
 * answered is kept, what was not is there whole or not at all, and the next process goes on at once.
 */
export function storeKills(name: string, open: OpenTrial, kills: number): void {
  describe(`server processes that are killed while they write (${name})`, () => {
    it(
      `lose no acknowledged write and tear no record, ${kills} times`,
      async () => {
        const trial = await open();
        let server: TrialServer | undefined;
        let next = startTrialServer(trial.spec ?? "");
        try {
          server = await next;
          const client = new TrialClient();
          await client.get(`${server.address}/set/here/yes`);
          const writes = new Writes(client);
          for (let round = 0; round < kills; round += 1) {
            server = await next;
            next = startTrialServer(trial.spec ?? "");
            // While the last ones are written, at another moment each time.
            const isOver = writes.begin(server.address, 1 + ((round * 7) % 23));
            await writes.enough;
            await server.end("SIGKILL");
            await isOver;
            server = await next;
            writes.compare((await client.get(`${server.address}/all`)).json());
          }
          expect(writes.acknowledged).toBeGreaterThan(kills);
        } finally {
          await server?.end("SIGKILL");
          await (await next).end("SIGKILL");
          await trial.close();
        }
      },
      kills * 4000 + 120_000,
    );
  });
}

/** Increments and adds to a cart, side by side, and what came of them. */
class Writes {
  enough: Promise<void> = Promise.resolve();
  acknowledged = 0;
  #isOver = false;
  readonly #client: TrialClient;
  readonly #n = { sent: 0, acknowledged: 0 };
  readonly #cart = { sent: 0, acknowledged: 0 };

  constructor(client: TrialClient) {
    this.#client = client;
  }

  /** Writes until the server is gone. `enough` resolves after so many answers. */
  async begin(address: string, answers: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.enough = promise;
    this.#isOver = false;
    let left = answers;
    const answered = () => {
      left -= 1;
      if (left === 0) resolve();
    };
    await Promise.all([
      this.#repeat(() => this.#client.get(`${address}/increment`), 200, this.#n, answered),
      this.#repeat(() => this.#client.get(`${address}/increment`), 200, this.#n, answered),
      this.#repeat(() => this.#client.post(`${address}/cart/add`), 201, this.#cart, answered),
    ]);
  }

  async #repeat(
    write: () => ReturnType<TrialClient["get"]>,
    status: number,
    count: { sent: number; acknowledged: number },
    answered: () => void,
  ): Promise<void> {
    while (!this.#isOver) {
      count.sent += 1;
      try {
        const answer = await write();
        expect(answer.status).toBe(status);
      } catch (error) {
        if (!isCut(error)) throw error;
        this.#isOver = true;
        return;
      }
      count.acknowledged += 1;
      this.acknowledged += 1;
      answered();
    }
  }

  compare(kept: unknown): void {
    const { here, n = 0, cart = [] } = kept as { here?: string; n?: number; cart?: number[] };
    expect(here).toBe("yes");
    expect(n).toBeGreaterThanOrEqual(this.#n.acknowledged);
    expect(n).toBeLessThanOrEqual(this.#n.sent);
    expect(cart.length).toBeGreaterThanOrEqual(this.#cart.acknowledged);
    expect(cart.length).toBeLessThanOrEqual(this.#cart.sent);
    expect(cart).toEqual(cart.map((_, at) => at));
  }
}

/** The server was killed before it answered. */
function isCut(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ECONNRESET" || code === "ECONNREFUSED" || code === "EPIPE";
}
