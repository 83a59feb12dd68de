import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, describe, expect, it } from "vitest";
import { COMMIT_CHANNEL, type CommitEvent } from "../commit-event.ts";
import { session } from "../express.ts";
import { REJECTED_CHANNEL, type RejectedEvent } from "../rejected-event.ts";
import type { Session } from "../session-face.ts";
import type { SessionOptions } from "../settings.ts";
import { MemoryStore } from "../stores/memory-store.ts";
import type { CookieCodec } from "./cookie-codec.ts";
import { djangoCookie } from "./django-cookie.ts";
import { flaskCookie } from "./flask-cookie.ts";
import { sealedCookie } from "./sealed-cookie.ts";
import { starletteCookie } from "./starlette-cookie.ts";

const secretKey = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";
const CODECS: readonly CookieCodec[] = [
  flaskCookie({ secretKey }),
  starletteCookie({ secretKey }),
  djangoCookie({ secretKey }),
  sealedCookie({ secrets: [secretKey] }),
];

type Handler = (session: Session, req: express.Request, res: express.Response) => unknown;

/** One program whose routes are made as the test goes, and a browser that keeps all its cookies. */
class Trial {
  nowMs = 1_750_000_000_000;
  readonly logged: string[] = [];
  readonly jar = new Map<string, string>();
  #handler: Handler = () => undefined;
  #url = "";
  readonly #stop: () => Promise<void>;

  private constructor(stop: () => Promise<void>) {
    this.#stop = stop;
  }

  static async start(options: SessionOptions): Promise<Trial> {
    const app = express();
    const server = app.listen(0, "127.0.0.1");
    const trial = new Trial(async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    });
    app.use(session({ nowMs: () => trial.nowMs, log: (line) => trial.logged.push(line), ...options }));
    app.all("/", async (req, res) => {
      const result: unknown = await trial.#handler(req.session, req, res);
      if (!res.headersSent) res.json(result ?? null);
    });
    await once(server, "listening");
    trial.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return trial;
  }

  async send(handler: Handler, method = "POST") {
    this.#handler = handler;
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(this.#url, {
      method,
      headers: { accept: "application/json", ...(cookie === "" ? {} : { cookie }) },
    });
    const setCookies = answer.headers.getSetCookie();
    for (const header of setCookies) {
      const [pair = ""] = header.split(";");
      const name = pair.slice(0, pair.indexOf("="));
      if (/Max-Age=0/.test(header)) this.jar.delete(name);
      else this.jar.set(name, pair.slice(name.length + 1));
    }
    return { status: answer.status, headers: answer.headers, setCookies, body: await answer.json() };
  }

  async do(handler: Handler): Promise<unknown> {
    const { status, body } = await this.send(handler);
    if (status !== 200) throw new Error(`Answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}

let trial: Trial;
afterEach(() => trial.stop());

describe.each(CODECS.map((codec) => [codec.name, codec] as const))(
  "a session held in the %s cookie",
  (_name, cookieHeld) => {
    const start = async (options: SessionOptions = {}) => {
      trial = await Trial.start({ cookieHeld, ...options });
      return trial;
    };

    it("has the whole face of a session", async () => {
      await start();
      const id = await trial.do((session) => {
        session.set("a", 1);
        session.set("list", [1]);
        session.increment("n");
        session.flash("message", "hello");
        return session.getSessionId();
      });
      expect(
        await trial.do((session) => {
          session.update<number[]>("list", (list) => [...(list ?? []), 2]);
          session.delete("a");
          return [session.increment("n"), session.getFlash("message"), session.isNew, session.getSessionId()];
        }),
      ).toEqual([2, "hello", false, id]);
      expect(await trial.do((session) => [session.all(), session.getFlash("message")])).toEqual([
        { list: [1, 2], n: 2 },
        null,
      ]);
      await trial.do((session) => session.clear());
      expect(await trial.do((session) => [session.all(), session.getSessionId()])).toEqual([{}, id]);
    });

    it("check 31: sets no cookie for a visit that keeps nothing", async () => {
      await start();
      const answer = await trial.send((session) => session.get("a"));
      expect(answer.setCookies).toEqual([]);
      expect(answer.headers.get("vary")).toBe("Cookie");
    });

    it("checks 21 and 30: sends the cookie with care", async () => {
      await start();
      const { setCookies, headers } = await trial.send((session) => session.set("a", 1));
      expect(setCookies).toHaveLength(1);
      expect(setCookies[0]).toMatch(/; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
      expect(headers.get("cache-control")).toBe("no-store");
    });

    it("check 32: a tampered cookie is an empty session and an event, never a 500", async () => {
      await start();
      await trial.do((session) => session.set("role", "user"));
      const rejections: RejectedEvent["reason"][] = [];
      const listen = (event: unknown) => rejections.push((event as RejectedEvent).reason);
      subscribe(REJECTED_CHANNEL, listen);
      const [[name = "", value = ""] = []] = [...trial.jar];
      try {
        for (const broken of [
          "",
          "x",
          `${value}x`,
          `x${value}`,
          value.slice(2),
          "%00",
          '"',
          value.replace(/./, "~"),
          value.slice(0, 20) + (value[20] === "A" ? "B" : "A") + value.slice(21),
        ]) {
          trial.jar.set(name, broken);
          expect(await trial.do((session) => session.all())).toEqual({});
        }
      } finally {
        unsubscribe(REJECTED_CHANNEL, listen);
      }
      expect(rejections).toHaveLength(9);
      expect(new Set(rejections)).toEqual(new Set(["malformed", "tampered"]));
    });

    it("check 35: idle and absolute deadlines are the server's", async () => {
      await start({ idleTimeoutSeconds: 100, absoluteTimeoutSeconds: 300 });
      await trial.do((session) => session.set("a", 1));
      for (let minute = 1; minute <= 4; minute += 1) {
        trial.nowMs += 70_000;
        expect(await trial.do((session) => session.get("a"))).toBe(1);
      }
      trial.nowMs += 20_000;
      expect(await trial.do((session) => session.all())).toEqual({});
      await trial.do((session) => session.set("a", 1));
      const kept = new Map(trial.jar);
      trial.nowMs += 101_000;
      expect(await trial.do((session) => session.all())).toEqual({});
      trial.nowMs -= 120_000;
      for (const [name, value] of kept) trial.jar.set(name, value);
      expect(await trial.do((session) => session.all())).toEqual({});
    });

    it("is sent again when a tenth of the idle time has passed, and not before", async () => {
      await start();
      await trial.do((session) => session.set("a", 1));
      trial.nowMs += 359_000;
      expect((await trial.send((session) => session.get("a"))).setCookies).toHaveLength(0);
      trial.nowMs += 2000;
      expect((await trial.send((session) => session.get("a"))).setCookies).toHaveLength(1);
    });

    it("ends with destroy, and may begin anew in the same request", async () => {
      await start();
      await trial.do((session) => session.set("a", 1));
      await trial.do((session) => session.destroy());
      expect(trial.jar.size).toBe(0);
      await trial.do((session) => session.set("a", 1));
      await trial.do((session) => {
        session.destroy();
        session.flash("message", "You are signed out");
      });
      expect(await trial.do((session) => [session.all(), session.getFlash("message")])).toEqual([
        {},
        "You are signed out",
      ]);
    });

    it("signs in and out, and knows since when", async () => {
      await start();
      await trial.do((session) => session.set("cart", [1]));
      const before = await trial.do((session) => session.getSessionId());
      await trial.do((session) => session.login(42));
      trial.nowMs += 60_000;
      expect(
        await trial.do((session) => [
          session.userId,
          session.get("cart"),
          session.isFresh(61),
          session.isFresh(59),
          session.getSessionId() !== before,
        ]),
      ).toEqual([42, [1], true, false, true]);
      await trial.do((session) => session.logout());
      expect(await trial.do((session) => session.userId ?? null)).toBeNull();
    });

    it("refuses what needs a server's copy", async () => {
      await start();
      await trial.do((session) => session.login(42));
      const refused = (what: Handler) =>
        trial.do(async (session, req, res) => {
          try {
            return await what(session, req, res);
          } catch (error) {
            return (error as { readonly code?: string; readonly message: string }).code;
          }
        });
      expect(await refused((session) => session.listSessions())).toBe("needs-a-store");
      expect(await refused((session) => session.revokeOtherSessions())).toBe("needs-a-store");
      expect(await refused((session) => session.login(42, { remember: true }))).toBe("needs-a-store");
    });

    it("regenerate names it anew, and cannot end a copy of the old cookie", async () => {
      await start();
      await trial.do((session) => session.set("a", 1));
      const copy = new Map(trial.jar);
      const id = await trial.do((session) => session.getSessionId());
      await trial.do((session) => session.regenerate());
      expect(await trial.do((session) => [session.getSessionId() !== id, session.get("a")])).toEqual([
        true,
        1,
      ]);
      for (const [name, value] of copy) trial.jar.set(name, value);
      expect(await trial.do((session) => session.getSessionId())).toBe(id);
    });

    it("throws for a change after the headers", async () => {
      await start();
      const { body } = await trial.send((session, _req, res) => {
        res.writeHead(200, { "Content-Type": "application/json" });
        let code: unknown;
        try {
          session.set("late", true);
        } catch (error) {
          code = (error as { readonly code?: unknown }).code;
        }
        res.end(JSON.stringify(code));
      });
      expect(body).toBe("too-late");
    });

    it("drops the changes of a handler that throws", async () => {
      await start();
      const answer = await trial
        .send((session) => {
          session.set("half", "done");
          throw Object.assign(new Error("thrown on purpose"), { status: 418 });
        })
        .catch(() => undefined);
      expect(answer).toBeUndefined();
      expect(trial.jar.size).toBe(0);
    });

    it("says so when it has grown too large, and stays as it was", async () => {
      await start();
      await trial.do((session) => session.set("a", 1));
      const noise = Array.from({ length: 3000 }, (_, n) => (n * 2654435761) % 4294967296);
      const answer = await trial.send((session) => session.set("big", noise));
      expect(answer.status).toBe(500);
      expect(answer.setCookies).toEqual([]);
      expect(trial.logged.join()).toMatch(/characters in cookie ".*", and \d+ is the most that fits/);
      expect(await trial.do((session) => session.all())).toEqual({ a: 1 });
    });

    it("commits early with save, and tells inspectors", async () => {
      await start();
      const events: CommitEvent[] = [];
      const listen = (event: unknown) => events.push(event as CommitEvent);
      subscribe(COMMIT_CHANNEL, listen);
      try {
        await trial.do(async (session) => {
          session.set("a", 1);
          await session.save();
          session.set("b", 2);
        });
      } finally {
        unsubscribe(COMMIT_CHANNEL, listen);
      }
      expect(events.map(({ status, after }) => [status, after?.data])).toEqual([
        ["new", { a: 1 }],
        ["modified", { a: 1, b: 2 }],
      ]);
      expect(await trial.do((session) => session.all())).toEqual({ a: 1, b: 2 });
    });

    it("refuses settings that contradict it", () => {
      expect(() => session({ cookieHeld, store: new MemoryStore() })).toThrow(/Give one of the two|one/);
      expect(() => session({ cookieHeld, renewalTimeoutSeconds: 60 })).toThrow(/renewal/);
      expect(() => session({ cookieHeld, maxSessionsPerUser: 3 })).toThrow(/maxSessionsPerUser/);
    });
  },
);

describe("a sealed session in several cookies", () => {
  it("deletes the parts that it no longer needs", async () => {
    trial = await Trial.start({ cookieHeld: sealedCookie({ secrets: secretKey }) });
    await trial.do((session) => session.set("text", "x".repeat(6000)));
    expect([...trial.jar.keys()]).toEqual(["tina4_session", "tina4_session.1", "tina4_session.2"]);
    expect(await trial.do((session) => session.get<string>("text")?.length)).toBe(6000);
    await trial.do((session) => session.set("text", "x".repeat(3500)));
    expect([...trial.jar.keys()]).toEqual(["tina4_session", "tina4_session.1"]);
    await trial.do((session) => session.destroy());
    expect([...trial.jar.keys()]).toEqual([]);
  });
});
