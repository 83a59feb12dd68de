import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Observed, parseObservation, stepsSeen } from "../course/observation.ts";
import { readCourse } from "./check-lessons-course.ts";

const course = await readCourse(fileURLToPath(new URL("../../", import.meta.url)));
const sources = course.lessons.map(({ source }) => source);

function exchange(change: Partial<Observed> & { readonly sends?: string; readonly says?: string }): Observed {
  const { sends = "", says = "", ...rest } = change;
  return {
    agent: "Alice",
    method: "GET",
    path: "/",
    origin: "http://localhost:7148",
    atMs: 0,
    server: undefined,
    down: [],
    status: 200,
    requestHeaders: [],
    requestBody: new TextEncoder().encode(sends),
    responseHeaders: [],
    responseBody: new TextEncoder().encode(says),
    before: null,
    after: null,
    ...rest,
  };
}

/** "GET /path" or "GET https://shop.test/path", and what else is to be said of it. */
function ask(request: string, more: Parameters<typeof exchange>[0] = {}): Observed {
  const [, method = "", origin, path = ""] = /^(\S+) (https?:\/\/[^/]+)?(\/.*)$/.exec(request) ?? [];
  return exchange({ method, path, ...(origin === undefined ? {} : { origin }), ...more });
}

const withCookie = (name: string, more: Parameters<typeof exchange>[0] = {}) => ({
  ...more,
  requestHeaders: [["cookie", `${name}=a`]] as const,
});
const setting = (line: string) => ({ responseHeaders: [["set-cookie", line]] as const });
/** By a form of that origin's page, with the session's cookie. */
const sentBy = (origin: string) => ({
  status: 303,
  requestHeaders: [
    ["origin", origin],
    ["cookie", "tina4_session=a"],
  ] as const,
});
const lamp = { before: { cart: ["lamp"] }, after: { cart: ["lamp"] }, says: '["lamp"]' };
const mallory = { agent: "Mallory" };

/** What one does who does not do what the check asks for, or to whom it does not happen. */
const idle: readonly (readonly [check: string, why: string, exchanges: readonly Observed[]])[] = [
  [
    "memory-lost-it",
    "nobody stopped a server",
    [
      ask("POST http://memory.test/cart/lamp"),
      ask("POST http://file.test/cart/lamp"),
      ask("GET http://memory.test/cart", withCookie("tina4_session", lamp)),
      ask("GET http://file.test/cart", withCookie("tina4_session", lamp)),
    ],
  ],
  [
    "mallory-is-alice",
    "two honest visitors",
    [ask("GET /?name=alice"), ask("GET /?name=bob", { agent: "Bob" }), ask("GET /?name=mallory", mallory)],
  ],
  [
    "wrote-ninety-nine",
    "another visitor came",
    [
      ask("POST /try/plain", withCookie("plain", { status: 403 })),
      ask("POST /try/plain", { agent: "Bob" }),
      ask("POST /try/plain", withCookie("plain", { agent: "Bob" })),
    ],
  ],
  [
    "put-the-copy-back",
    "another visitor came",
    [
      ask("POST /try/signed", withCookie("signed", { status: 403 })),
      ask("POST /try/signed", { agent: "Bob" }),
      ask("POST /try/signed", withCookie("signed", { agent: "Bob" })),
    ],
  ],
  [
    "saw-both-schemes",
    "the program takes https for http",
    [
      ask("GET https://shop.test/", setting("tina4_session=a; HttpOnly")),
      ask("GET http://old.test/", setting("tina4_session=b; HttpOnly")),
    ],
  ],
  [
    "two-files",
    "nobody looked at the files",
    [
      ask("POST /note/milk", setting("tina4_session=a")),
      ask("POST /note/tea", { ...setting("tina4_session=b"), agent: "Bob" }),
    ],
  ],
  [
    "both-kinds",
    "neither ticked the box",
    [
      ask("POST /sit", { ...setting("tina4_session=a"), says: '{"permanent":false}' }),
      ask("POST /sit", { ...setting("tina4_session=b"), agent: "Bob", says: '{"permanent":false}' }),
    ],
  ],
  [
    "thanked-once",
    "no thanks were shown",
    [ask("POST /order", { status: 303 }), ask("GET /", { says: "Orders so far: 1" }), ask("GET /")],
  ],
  [
    "waited-for-a-reader",
    "nothing was fetched ahead",
    [
      ask("GET /home", { before: { message: "Saved." }, after: {}, says: "Saved." }),
      ask("GET /home", { before: {}, after: {} }),
    ],
  ],
  [
    "signature-refused",
    "Mallory sent what the server had signed",
    [
      ask("POST /earn"),
      ask("GET /", withCookie("points", { says: '{"points":"10"}' })),
      ask("GET /", withCookie("points", { ...mallory, says: '{"points":"10"}' })),
    ],
  ],
  [
    "refused-1abc",
    "a good quantity was taken",
    [ask("POST /parse", { says: '{"quantity":2}' }), ask("POST /check", { status: 400 })],
  ],
  [
    "forged",
    "the shop's own form was sent",
    [
      ask("POST https://shop.test/login", { status: 303 }),
      ask("POST https://shop.test/points", sentBy("https://shop.test")),
    ],
  ],
  [
    "around-lax",
    "the shop's own form was sent, and the address typed",
    [
      ask(
        "GET https://shop.test/points/gift?to=mallory&amount=30",
        withCookie("tina4_session", { status: 303 }),
      ),
      ask("POST https://shop.test/points", sentBy("https://shop.test")),
    ],
  ],
  [
    "forgery-refused",
    "nothing came from the neighbour",
    [
      ask("POST https://shop.test/points", { ...sentBy("https://evil.test"), status: 403 }),
      ask("POST https://shop.test/points", sentBy("https://shop.test")),
    ],
  ],
  [
    "cleared-and-caught",
    "Mallory signed in herself",
    [
      ask("POST /logout", withCookie("tina4_session")),
      ask("POST /login", withCookie("tina4_session")),
      ask("GET /me", { ...mallory, requestHeaders: [["cookie", "tina4_session=b"]] }),
    ],
  ],
  [
    "line-struck-out",
    "Mallory signed in herself",
    [
      ask("POST /login", setting("remember=x")),
      ask("POST /login", { ...mallory, ...setting("remember=b") }),
      ask("GET /me", { ...mallory, requestHeaders: [["cookie", "remember=c"]] }),
      ask("POST /logout"),
      ask("GET /me", { ...mallory, status: 401 }),
    ],
  ],
  [
    "fixation-stopped",
    "nothing was planted in Mallory's browser",
    [
      ask("GET http://shop.test/", setting("tina4_session=a")),
      ask("POST https://shop.test/login", setting("tina4_session=b")),
      ask("GET https://shop.test/account", { ...mallory, status: 401 }),
    ],
  ],
  ["tests-were-run", "a test fails", [ask("GET /tests", { says: '{"A copy":"fail"}' })]],
  ["audit-seen", "the settings are as they were", [ask("GET /audit", { says: '["19: …","21: …"]' })]],
  [
    "link-opened",
    "nobody signed in on that page",
    [ask("GET /?name=Alice"), ask("GET /mallory", { says: '{"stolen":"nothing"}' })],
  ],
  [
    "measured-in-vain",
    "one address takes longer",
    [ask("GET https://evil.test/", { ...mallory, says: '{"customers":["alice@shop.test"]}' })],
  ],
  [
    "office-opened",
    "the office stayed closed",
    [
      ask("GET /office", { status: 403 }),
      ask("POST /rename-my-cookie", setting("role=; Path=/")),
      ask("GET /office", { status: 403 }),
    ],
  ],
  [
    "replayed-after-logout",
    "Mallory had nothing",
    [
      ask("POST http://localhost:7148/logout"),
      ask("GET http://localhost:7149/use", mallory),
      ask("GET http://localhost:7148/me", { ...mallory, status: 401 }),
    ],
  ],
  ["saw-escaped-and-not", "no name was sent", [ask("GET /safe"), ask("GET /unsafe")]],
  ["hashed-twice", "it was hashed once", [ask("POST /hash")]],
  [
    "believed-and-failed",
    "four ordinary keyboards",
    [1, 2, 3, 4].map((n) => ask("POST /cart/add", { before: { cart: n }, after: { cart: n + 1 } })),
  ],
  [
    "secure-refused-and-kept",
    "https alone",
    [
      ask("GET https://shop.test/visits", setting("tina4_session=a; Secure")),
      ask("GET https://shop.test/visits", withCookie("tina4_session")),
    ],
  ],
  ["six-keys", "one mark", [ask("POST /begin"), ask("GET /mark"), ask("GET /count", { says: '{"keys":2}' })]],
  [
    "stuck-to-one",
    "no server was stopped",
    [
      ask("POST http://sticky.test/enter", setting("SERVERID=s0")),
      ask("GET http://sticky.test/me", withCookie("SERVERID", { says: '{"user":"alice"}' })),
      ask("GET http://sticky.test/me", withCookie("SERVERID", { says: '{"user":"alice"}' })),
    ],
  ],
  ["one-mail", "two mails", [ask("POST /order"), ask("GET /mails", { says: '{"mails":2}' })]],
  [
    "old-cart-is-empty",
    "NaN",
    [ask("POST /yesterday"), ask("GET /cart", { says: '{"lines":2,"pieces":null}' })],
  ],
  [
    "stale-total",
    "the product was not in the cart",
    [ask("POST /cart/update", { status: 404 }), ask("GET /cart/api")],
  ],
  ["late-message", "no message waited", [ask("POST /cart/add", { status: 201 }), ask("GET /cart")]],
  [
    "quick-cart-mended",
    "the quantity that was refused is a number",
    [
      ask("POST /cart/add", { sends: '{"product_id":1,"quantity":0}', status: 400 }),
      ask("POST /cart/add", { status: 303 }),
    ],
  ],
  [
    "asked-with-cookie",
    "no page asked",
    [
      ask("GET http://localhost:7148/visits"),
      ask("GET http://localhost:7148/visits", withCookie("tina4_session", { after: { visits: 2 } })),
    ],
  ],
  [
    "outlived-the-restart",
    "nothing was started again",
    [1, 2, 3].map((visits) => ask("GET http://shop.test/visits", { server: "v1", after: { visits } })),
  ],
  [
    "tampered-and-refused",
    "there was nothing to change",
    [
      ask("GET http://localhost:7149/promote", setting("session=.undefined.undefined; Path=/")),
      ask("GET http://localhost:7148/me", withCookie("session", { says: "{}" })),
    ],
  ],
  [
    "key-not-guessed",
    "her program had no card",
    [
      ask("POST http://localhost:7148/coffee", mallory),
      ask("GET http://localhost:7149/guess", { ...mallory, status: 404 }),
    ],
  ],
  [
    "office-stays-closed",
    "the nickname is another word",
    [
      ask("POST /rename-my-cookie", { ...setting("role=bob.a; Path=/"), says: '{"role":"bob.a"}' }),
      ask("GET /office", withCookie("role", { status: 403 })),
    ],
  ],
  [
    "replay-finds-nothing",
    "Mallory had nothing",
    [
      ask("POST http://localhost:7148/logout"),
      ask("GET http://localhost:7149/use", { ...mallory, says: "Nothing noted." }),
      ask("GET http://localhost:7148/me", { ...mallory, status: 401 }),
    ],
  ],
  [
    "nobody-lost",
    "she signed in once more",
    [
      ask("POST /login/alice", { server: "before" }),
      ask("POST /cart/lamp", { server: "before", says: '["lamp"]' }),
      ask("GET /me", { server: "after", status: 401 }),
      ask("POST /login/alice", { server: "after" }),
      ask("GET /me", { server: "after" }),
      ask("POST /cart/pen", { server: "after", says: '["pen"]' }),
    ],
  ],
  [
    "forged-with-fallback",
    "the key was gone already",
    [
      ask("GET /mallory", setting("session=a; Path=/")),
      ask("GET /me", withCookie("session", { status: 401 })),
    ],
  ],
  [
    "token-refused",
    "no token was ever good",
    [ask("POST /login/alice"), ask("GET /me", { status: 401 }), ask("GET /me", { status: 401 })],
  ],
  [
    "dismissed-at-once",
    "it was Bob who was turned away",
    [
      ask("POST /enter"),
      ask("GET /admin"),
      ask("POST /dismiss", { agent: "Bob" }),
      ask("GET /admin", { agent: "Bob", status: 403 }),
    ],
  ],
  [
    "guesses-were-seen",
    "the cookie was a right one",
    [
      ask("GET /orders", { ...mallory, ...withCookie("tina4_session") }),
      ask("GET /watch", { ...mallory, says: '{"events":{"created":1},"addresses":[]}' }),
    ],
  ],
  [
    "token-outlives-logout",
    "the copy was worth nothing",
    [ask("POST /logout"), ask("GET /me", { ...mallory, ...withCookie("login", { status: 401 }) })],
  ],
  [
    "signed-in-on-one",
    "both servers know her",
    [
      ask("POST /login", { server: "a" }),
      ask("GET /me", { server: "b", ...withCookie("tina4_session", { says: '{"user":"alice"}' }) }),
      ask("GET /me", { server: "a", ...withCookie("tina4_session", { says: '{"user":"alice"}' }) }),
    ],
  ],
  [
    "message-stays",
    "it was gone after a reload",
    [ask("POST /notes"), ask("GET /", { says: "Saved." }), ask("GET /", { says: "" })],
  ],
  [
    "greeting-grows",
    "nothing was kept",
    [
      ask("GET /", { says: '{"readForThis":"0 kB"}' }),
      ask("POST /search"),
      ask("GET /", withCookie("tina4_session", { says: '{"readForThis":"0 kB"}' })),
    ],
  ],
  [
    "free-coffee",
    "the key was none of her words",
    [
      ask("POST http://localhost:7148/coffee", mallory),
      ask("GET http://localhost:7149/guess", { ...mallory, status: 404 }),
      ask("POST http://localhost:7148/free-coffee", { ...mallory, status: 402 }),
    ],
  ],
  [
    "weighed-both",
    "two browsers, one product each",
    [
      ask("POST /thin"),
      ask("GET /read", withCookie("tina4_session", { says: '{"bytes":16}' })),
      ask("POST /fat", { agent: "Bob" }),
      ask("GET /read", withCookie("tina4_session", { says: '{"bytes":16}' })),
    ],
  ],
  [
    "known-on-both",
    "she signed in on both",
    [
      ask("POST /login", { server: "a", ...setting("tina4_session=x"), after: { user: "alice" } }),
      ask("POST /login", { server: "b", ...setting("tina4_session=a"), after: { user: "alice" } }),
      ask("GET /me", { server: "b", ...withCookie("tina4_session", { after: { user: "alice" } }) }),
    ],
  ],
  [
    "outlived-the-restart",
    "she came three times after it",
    [
      ask("GET /visits", { server: "v1", ...setting("tina4_session=x"), after: { visits: 2 } }),
      ask("GET /visits", { server: "v2", ...setting("tina4_session=a"), after: { visits: 1 } }),
      ask("GET /visits", { server: "v2", ...withCookie("tina4_session", { after: { visits: 3 } }) }),
    ],
  ],
  [
    "nobody-lost",
    "she signed in once more, and took another lamp",
    [
      ask("POST /cart/lamp", { server: "before", ...setting("session=x") }),
      ask("POST /login/alice", { server: "after", ...setting("session=a") }),
      ask("GET /me", { server: "after", ...withCookie("session") }),
      ask("POST /cart/pen", { server: "after", says: '["lamp","pen"]' }),
    ],
  ],
  [
    "survived-a-server",
    "nobody was known when it was down",
    [
      ask("POST http://shop.test/enter", { server: "a", ...setting("tina4_session=a") }),
      ask("GET http://shop.test/me", {
        server: "b",
        down: ["a"],
        ...withCookie("tina4_session", { says: '{"user":"nobody"}' }),
      }),
      ask("POST http://shop.test/note", { server: "b", after: { notes: 1 } }),
    ],
  ],
  [
    "dismissed-at-once",
    "she entered once more",
    [
      ask("POST /enter", setting("tina4_session=x")),
      ask("GET /admin"),
      ask("POST /dismiss", { agent: "Bob" }),
      ask("POST /enter", setting("tina4_session=a")),
      ask("GET /admin", withCookie("tina4_session", { status: 403 })),
    ],
  ],
  [
    "coupon-lives-an-hour",
    "it was fetched a second time",
    [
      ask("POST /coupon", setting("coupon=SPRING; Max-Age=3")),
      ask("POST /coupon", { atMs: 1_800_000, ...setting("coupon=SPRING; Max-Age=3") }),
      ask("GET /", { atMs: 1_800_000, ...withCookie("coupon") }),
      ask("GET /", { atMs: 3_600_000 }),
    ],
  ],
  [
    "login-stayed",
    "she signed in after the jar was full",
    [
      ask("POST /login", setting("sid=4711; Path=/; HttpOnly")),
      ask("POST /many"),
      ask("POST /login", setting("sid=4711; Path=/; HttpOnly")),
      ask("GET /", withCookie("sid")),
    ],
  ],
  [
    "idled-out",
    "it was a copy that had ended",
    [
      ask("POST /login", { status: 204 }),
      ask("GET /me", { ...mallory, atMs: 900_000, ...withCookie("tina4_session", { status: 401 }) }),
    ],
  ],
  [
    "ordered-with-a-stolen-cookie",
    "Mallory entered herself",
    [
      ask("POST /enter", setting("tina4_session=x")),
      ask("POST /enter", { ...mallory, ...setting("tina4_session=a") }),
      ask("POST /order", { ...mallory, ...withCookie("tina4_session") }),
    ],
  ],
  [
    "token-ended",
    "Mallory had another token",
    [
      ask("POST /logout", { requestHeaders: [["cookie", "login=x"]], ...setting("login=; Max-Age=0") }),
      ask("GET /me", { ...mallory, ...withCookie("login", { status: 401 }) }),
    ],
  ],
];

describe("a check of a lesson", () => {
  it.each(idle)("%s is not met when it did not happen: %s", (id, _, exchanges) => {
    const check = sources.flatMap(({ checks }) => checks).find((one) => one.id === id);
    const observation = parseObservation(check?.saw ?? "");
    expect(stepsSeen(observation, exchanges)).toBeLessThan(observation.steps.length);
  });

  it("coupon-lives-an-hour is met by a date as by a number of seconds", () => {
    const check = sources.flatMap(({ checks }) => checks).find(({ id }) => id === "coupon-lives-an-hour");
    const observation = parseObservation(check?.saw ?? "");
    const seen = [
      ask("POST /coupon", setting("coupon=SPRING; Path=/; Expires=Thu, 01 Jan 1970 01:00:00 GMT")),
      ask("GET /", { atMs: 1_800_000, ...withCookie("coupon") }),
      ask("GET /", { atMs: 3_600_000 }),
    ];
    expect(stepsSeen(observation, seen)).toBe(observation.steps.length);
  });
});

describe("every playground", () => {
  const playgrounds = sources.flatMap((source) =>
    source.playgrounds.map(({ id }) => ({
      id,
      checks: source.checks.filter(({ of }) => of === id),
      isMended: source.blocks.some(({ meta }) => meta.get("mends") === id),
    })),
  );

  it("has a check", () => {
    expect(playgrounds.filter(({ checks }) => checks.length === 0).map(({ id }) => id)).toEqual([]);
  });

  it("that is to be mended has a check that knows when it was", () => {
    const unseen = playgrounds.filter(
      ({ isMended, checks }) => isMended && !checks.some(({ mended }) => mended),
    );
    expect(unseen.map(({ id }) => id)).toEqual([]);
  });
});
