import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Express } from "express";
import { afterEach, beforeEach } from "vitest";
import { type SessionMiddleware, session } from "../express.ts";
import type { SessionOptions } from "../settings.ts";
import type { Store } from "../store.ts";
import type { StoreOnTrial } from "../stores/contract.ts";
import { type TrialAnswer, TrialClient } from "../trial-client.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { localPath } from "./local-path.ts";
import { type RememberMeOptions, rememberMe } from "./remember-me.ts";
import { requireFresh } from "./require-fresh.ts";
import { SIGN_IN_CHANNEL, type SignInEvent } from "./sign-in-event.ts";

/** Keeps all cookies of one server, as a browser does. */
export class TrialBrowser {
  readonly cookies: Map<string, string>;
  /** What the User-Agent field says. */
  device = "Trial/1.0";
  readonly #stage: PeopleStage;
  readonly #client = new TrialClient();

  constructor(stage: PeopleStage, cookies: Iterable<readonly [string, string]> = []) {
    this.#stage = stage;
    this.cookies = new Map(cookies);
  }

  /** Another one with the same cookies: a thief's, or this one a moment ago. */
  copy(...names: readonly string[]): TrialBrowser {
    const kept = [...this.cookies].filter(([name]) => names.length === 0 || names.includes(name));
    return new TrialBrowser(this.#stage, kept);
  }

  get(path: string, headers: Record<string, string> = {}): Promise<TrialAnswer> {
    return this.send("GET", path, headers);
  }

  post(path: string, headers: Record<string, string> = {}): Promise<TrialAnswer> {
    return this.send("POST", path, headers);
  }

  async send(method: string, path: string, headers: Record<string, string> = {}): Promise<TrialAnswer> {
    const pairs = [...this.cookies].map(([name, value]) => `${name}=${value}`);
    const cookie = pairs.length === 0 ? {} : { Cookie: pairs.join("; ") };
    const address = this.#stage.address + path;
    const answer = await this.#client.send(method, address, undefined, {
      "User-Agent": this.device,
      ...cookie,
      ...headers,
    });
    for (const header of answer.setCookies) this.#keep(header);
    return answer;
  }

  /** Who the server takes it for. */
  async me(): Promise<Me> {
    return (await this.get("/me")).json() as Me;
  }

  #keep(header: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (/;\s*Max-Age=0\b/i.test(header)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export interface Me {
  readonly userId: string | number | null;
  readonly remembered: boolean;
  readonly fresh: boolean;
  readonly authenticatedAtMs: number | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A program with users, on plain Express. */
export function peopleApp(sessions: SessionMiddleware, remember: RememberMeOptions): Express {
  const app = express();
  // Silent about the errors that the checks provoke.
  app.set("env", "test");
  app.use(sessions, rememberMe(remember));

  app.post("/login/:user", (req, res) => {
    req.session.login(req.params.user, { remember: req.query["remember"] === "yes" });
    res.json({ id: req.session.getSessionId() });
  });
  app.post("/login-throws/:user", (req) => {
    req.session.login(req.params.user, { remember: true });
    throw Object.assign(new Error("thrown on purpose"), { status: 418 });
  });
  app.post("/logout", (req, res) => {
    req.session.logout();
    res.json({ userId: req.session.userId ?? null });
  });
  app.post("/logout-throws", (req) => {
    req.session.logout();
    throw Object.assign(new Error("thrown on purpose"), { status: 418 });
  });
  app.post("/destroy", (req, res) => {
    req.session.destroy();
    res.json({});
  });
  app.post("/clear", (req, res) => {
    req.session.clear();
    res.json({});
  });
  app.post("/elevate", (req, res) => {
    req.session.regenerate();
    req.session.set("admin", true);
    res.json({});
  });
  app.all("/me", (req, res) => {
    const { userId, remembered, authenticatedAtMs } = req.session;
    const fresh = req.session.isFresh(300);
    const data = req.session.all();
    res.json({
      userId: userId ?? null,
      remembered,
      fresh,
      authenticatedAtMs: authenticatedAtMs ?? null,
      data,
    });
  });
  app.all("/set/:key/:value", (req, res) => {
    req.session.set(req.params.key, req.params.value);
    res.json({ userId: req.session.userId ?? null });
  });
  app.post("/delete/:key", (req, res) => {
    req.session.delete(req.params.key);
    res.json({});
  });
  app.post("/add", async (req, res) => {
    const list = req.session.get<number[]>("list", []);
    // Long enough for the other requests of the same page to come in between.
    for (let n = 0; n < 50; n += 1) await new Promise(setImmediate);
    req.session.set("list", [...list, list.length]);
    res.json({ userId: req.session.userId ?? null });
  });
  app.get("/sessions", async (req, res) => {
    res.json(await req.session.listSessions());
  });
  app.post("/revoke/:handle", async (req, res) => {
    res.json({ done: await req.session.revokeSession(req.params.handle) });
  });
  app.post("/revoke-others", async (req, res) => {
    res.json({ count: await req.session.revokeOtherSessions() });
  });
  app.get("/delicate", requireFresh(300, { loginPath: "/login" }), (_req, res) => {
    res.json({ done: true });
  });
  app.post("/delicate", requireFresh(300), (_req, res) => {
    res.json({ done: true });
  });
  app.get("/after-login", (req, res) => {
    res.redirect(303, localPath(req.query["return"], "/me"));
  });
  return app;
}

/** Sets the stage for each test of the `describe` it is called in: a new store, a server with users, a clock. */
export function peopleStage(open: OpenTrial): PeopleStage {
  const stage = new PeopleStage();
  beforeEach(() => stage.begin(open));
  afterEach(() => stage.end());
  return stage;
}

export class PeopleStage {
  nowMs = 0;
  address = "";
  /** What was published about sign-ins. */
  readonly events: SignInEvent[] = [];
  readonly logged: string[] = [];
  sessions: SessionMiddleware | undefined;
  #trial: StoreOnTrial | undefined;
  #server: Server | undefined;
  readonly #hear = (event: unknown) => {
    this.events.push(event as SignInEvent);
  };

  async begin(open: OpenTrial): Promise<void> {
    this.nowMs = 1_700_000_000_000;
    this.events.length = 0;
    this.logged.length = 0;
    subscribe(SIGN_IN_CHANNEL, this.#hear);
    this.#trial = await open({ nowMs: () => this.nowMs });
    await this.#trial.store.open?.();
    await this.serve();
  }

  async end(): Promise<void> {
    unsubscribe(SIGN_IN_CHANNEL, this.#hear);
    this.#stop();
    const trial = this.#trial;
    this.#trial = undefined;
    await trial?.close();
  }

  async serve(
    options: SessionOptions = {},
    remember: RememberMeOptions = {},
    more: (app: Express) => void = () => {},
  ): Promise<void> {
    this.#stop();
    const sessions = session({
      store: this.trial.store,
      nowMs: () => this.nowMs,
      log: (message) => this.logged.push(message),
      turnWaitMs: 30_000,
      ...options,
    });
    this.sessions = sessions;
    const app = peopleApp(sessions, remember);
    more(app);
    this.#server = app.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.address = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get trial(): StoreOnTrial {
    if (this.#trial === undefined) throw new Error("The store of this test was never opened.");
    return this.#trial;
  }

  get store(): Store {
    return this.trial.store;
  }

  browser(): TrialBrowser {
    return new TrialBrowser(this);
  }

  /** A browser that has just signed in. */
  async signedIn(user: string, remember = false, device = "Trial/1.0"): Promise<TrialBrowser> {
    const browser = this.browser();
    browser.device = device;
    await browser.post(`/login/${user}${remember ? "?remember=yes" : ""}`);
    return browser;
  }

  kinds(): string[] {
    return this.events.map(({ kind, reason }) => (reason === undefined ? kind : `${kind}: ${reason}`));
  }

  #stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
    this.#server = undefined;
  }
}

/** Flask-Session's records stand under the id itself, which Python must find them by. */
export function keepsIdsSecret({ ids }: Store): boolean {
  return ids === undefined || ids.key("id") !== "id";
}

/** The real store; `work` is done once, just before the first call of the verb that `isIt` knows. */
export function justBefore(
  store: Store,
  verb: keyof Store,
  work: () => Promise<unknown>,
  isIt: (key: string) => boolean = () => true,
): Store {
  let isDone = false;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        if (name === verb && !isDone && isIt(String(args[0]))) {
          isDone = true;
          await work();
        }
        return Reflect.apply(member, target, args);
      };
    },
  });
}

export const SESSION = "tina4_session";
export const REMEMBER = "tina4_remember";
