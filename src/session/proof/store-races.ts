import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StoreOnTrial } from "../stores/contract.ts";
import { racingApp } from "../trial-app.ts";
import { TrialClient } from "../trial-client.ts";
import { startTrialServer, type TrialServer } from "../trial-process.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";

/** The race matrix on one server, and where the store is shared, on two server processes. */
export function storeRaces(name: string, open: OpenTrial, shared: boolean): void {
  races(`${name}, one process`, async () => oneServer(await open()));
  if (!shared) return;
  races(`${name}, two processes`, async () => twoProcesses(await open()));
  aDyingProcess(name, open);
}

/** Servers on one store; requests go to them in turn. */
interface Servers {
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

async function oneServer(trial: StoreOnTrial): Promise<Servers> {
  const server = racingApp(trial.store).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    addresses: [`http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    async close() {
      server.closeAllConnections();
      server.close();
      await trial.close();
    },
  };
}

async function twoProcesses(trial: StoreOnTrial): Promise<Servers> {
  const programs = await Promise.all([startTrialServer(specOf(trial)), startTrialServer(specOf(trial))]);
  return {
    addresses: programs.map(({ address }) => address),
    async close() {
      await Promise.all(programs.map((program) => program.end()));
      await trial.close();
    },
  };
}

function specOf({ spec }: StoreOnTrial): string {
  if (spec === undefined) throw new Error("A store that is shared says in `spec` how others open it.");
  return spec;
}

function races(name: string, start: () => Promise<Servers>): void {
  describe(`races on one session (${name})`, () => {
    let servers: Servers;
    let client: TrialClient;
    let asked = 0;

    beforeAll(async () => {
      servers = await start();
    });
    afterAll(() => servers?.close());
    beforeEach(async () => {
      client = new TrialClient();
      await client.get(at("/set/here/yes"));
    });

    function at(path: string): string {
      asked += 1;
      return `${servers.addresses[asked % servers.addresses.length]}${path}`;
    }

    async function all(): Promise<Record<string, unknown>> {
      return (await client.get(at("/all"))).json() as Record<string, unknown>;
    }

    const times = <T>(count: number, one: (n: number) => Promise<T>) =>
      Promise.all(Array.from({ length: count }, (_, n) => one(n)));

    it("keeps 100 of 100 parallel adds with the chapter's own read-change-write code", async () => {
      const answers = await times(100, () => client.post(at("/cart/add")));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 201));
      expect((await all())["cart"]).toHaveLength(100);
    });

    it("keeps 100 of 100 parallel increments, also in GET", async () => {
      const answers = await times(100, () => client.get(at("/increment")));
      expect(answers.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
      expect((await all())["n"]).toBe(100);
    });

    it("keeps 50 of 50 parallel updates, also in GET", async () => {
      const answers = await times(50, () => client.get(at("/update")));
      expect(answers.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
      expect((await all())["list"]).toHaveLength(50);
    });

    it("keeps 10 parallel writes to 10 different keys", async () => {
      await times(10, (n) => client.get(at(`/set/key${n}/${n}`)));
      expect(Object.keys(await all())).toHaveLength(11);
    });

    it("is logged out when it logs out while other requests write", async () => {
      const { cookie } = client;
      const other = new TrialClient(cookie);
      await Promise.all([
        times(10, () => other.get(at("/increment"))),
        client.post(at("/logout")),
        times(10, () => new TrialClient(cookie).get(at("/set/late/write"))),
      ]);
      expect(client.cookie).toBeUndefined();
      expect((await new TrialClient(cookie).get(at("/all"))).json()).toEqual({});
    });

    it("gives a flash to exactly one of 50 parallel readers", async () => {
      await client.post(at("/flash"));
      const answers = await times(50, () => client.get(at("/flash")));
      const messages = answers.map((answer) => (answer.json() as { message: unknown }).message);
      expect(messages.filter((message) => message !== null)).toEqual(["once"]);
    });

    it("keeps a flash that a request loaded and did not read", async () => {
      await client.post(at("/flash"));
      await times(5, () => client.get(at("/flash/ignored")));
      expect((await client.get(at("/flash"))).json()).toEqual({ message: "once" });
      expect((await client.get(at("/flash"))).json()).toEqual({ message: null });
    });

    it("reads its own write when it follows a redirect at once", async () => {
      for (let n = 0; n < 20; n += 1) {
        await client.post(at("/flash"));
        expect((await client.get(at("/flash"))).json()).toEqual({ message: "once" });
      }
    });

    it("gives the old id nothing during and after a rotation", async () => {
      const { cookie } = client;
      const late = new TrialClient(cookie);
      const [login] = await Promise.all([
        client.post(at("/login")),
        times(5, () => late.get(at("/increment"))),
      ]);
      expect(login.status).toBe(200);
      expect(client.cookie).not.toBe(cookie);
      const read = await new TrialClient(cookie).get(at("/all"));
      expect([read.status, read.json(), read.setCookies]).toEqual([200, {}, []]);
      const write = await new TrialClient(cookie).post(at("/cart/add"));
      expect([write.status, write.setCookies]).toEqual([409, []]);
      expect(await all()).toMatchObject({ here: "yes", user: "Alice" });
    });

    it("renews an id once for all who come with it, and the others only read", async () => {
      await Promise.all(
        servers.addresses.map((address) => new TrialClient().send("PUT", `${address}/clock/600`)),
      );
      const old = client.cookie;
      const visitors = Array.from({ length: 10 }, () => new TrialClient(old));
      const [adds, reads] = await Promise.all([
        Promise.all(visitors.map((visitor) => visitor.post(at("/cart/add")))),
        times(10, () => new TrialClient(old).get(at("/all"))),
      ]);
      const renewed = visitors.filter(({ cookie }) => cookie !== old);
      expect(renewed).toHaveLength(1);
      client = renewed[0] ?? client;
      expect(adds.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
      for (const read of reads) {
        expect([read.status, read.json()]).toEqual([200, expect.objectContaining({ here: "yes" })]);
      }
      expect((await new TrialClient(old).get(at("/increment"))).status).toBe(409);
      expect(await all()).toEqual({ here: "yes", cart: [0] });
    });
  });
}

function aDyingProcess(name: string, open: OpenTrial): void {
  describe(`a process that dies with the turn (${name})`, () => {
    it("gives it back at once to the one that starts after it", async () => {
      const trial = await open();
      const programs: TrialServer[] = [];
      try {
        const first = await startTrialServer(specOf(trial));
        programs.push(first);
        const client = new TrialClient();
        await client.get(`${first.address}/set/here/yes`);
        const hanging = client.post(`${first.address}/hang`).catch((error: unknown) => error);
        expect(await first.line()).toBe("hangs");
        const second = await startTrialServer(specOf(trial));
        programs.push(second);
        const waiting = client.post(`${second.address}/cart/add`);
        await first.end("SIGKILL");
        expect(await hanging).toBeInstanceOf(Error);
        expect((await waiting).status).toBe(201);
        expect((await client.get(`${second.address}/all`)).json()).toEqual({ here: "yes", cart: [0] });
      } finally {
        await Promise.all(programs.map((program) => program.end()));
        await trial.close();
      }
    });
  });
}
