import { type Random, type TestBrowser, test } from "keepsake/grader";
import { expect } from "vitest";

/** Several processes start, and are killed, before and in a test: on a machine with other work that takes its time. */
const PATIENTLY = { timeout: 20_000 };

const API = "https://api.shop.test";
const OURS = ["https://app.shop.test", "https://admin.shop.test"];
const LOOKALIKES = [
  "https://app.shop.test.evil.test",
  "https://notapp.shop.test",
  "https://app-shop.test",
  "https://admin-shop.test",
  "https://app.shop.test:8443",
  "http://app.shop.test",
  "https://shop.test",
];
const THEMES = ["dark", "sepia", "contrast", "plain", "forest"];

test(
  "A page of ours signs in and reads the theme, with its cookie",
  PATIENTLY,
  async ({ browser, random }) => {
    for (const origin of random.shuffle(OURS)) {
      const alice = browser(origin);
      expect(await ask(alice, origin, "/enter", { method: "POST" })).toEqual({
        status: 200,
        body: { user: "alice" },
      });
      expect(await ask(alice, origin, "/theme")).toEqual({ status: 200, body: { theme: "light" } });
    }
  },
);

test("A page of ours changes the theme, and reads it again", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  const origin = random.pick(OURS);
  await ask(alice, origin, "/enter", { method: "POST" });
  const theme = random.pick(THEMES);
  expect(await put(alice, origin, theme)).toEqual({ status: 200, body: { theme } });
  expect(await ask(alice, origin, "/theme")).toEqual({ status: 200, body: { theme } });
});

test("A page of ours can read why it is refused", PATIENTLY, async ({ browser, random }) => {
  const origin = random.pick(OURS);
  const refusal = { status: 401, body: { error: expect.any(String) } };
  expect(await ask(browser("Alice"), origin, "/theme")).toEqual(refusal);
  expect(await put(browser("Alice"), origin, random.pick(THEMES))).toEqual(refusal);
});

test(
  "A preflight is answered without a login, with the method, the header and the origin",
  PATIENTLY,
  async ({ browser, random }) => {
    const origin = random.pick(OURS);
    const answer = await preflight(browser("Alice"), origin);
    const said = `OPTIONS /theme from ${origin}`;
    expect(answer.status, `${said} must answer 2xx`).toBeGreaterThanOrEqual(200);
    expect(answer.status, `${said} must answer 2xx`).toBeLessThan(300);
    expect(field(answer, "access-control-allow-origin"), said).toBe(origin);
    expect(field(answer, "access-control-allow-credentials"), said).toBe("true");
    expect(
      listOf(field(answer, "access-control-allow-methods")),
      `${said}: Access-Control-Allow-Methods`,
    ).toContain("put");
    expect(
      listOf(field(answer, "access-control-allow-headers")),
      `${said}: Access-Control-Allow-Headers`,
    ).toContain("content-type");
  },
);

test("A page of another origin cannot read the theme", PATIENTLY, async ({ browser, random }) => {
  const alice = browser("Alice");
  await signIn(alice);
  for (const origin of [stranger(random), "null"]) await expectShut(alice, origin);
});

test(
  "A page of an origin that only looks like ours cannot read the theme",
  PATIENTLY,
  async ({ browser }) => {
    const alice = browser("Alice");
    await signIn(alice);
    for (const origin of LOOKALIKES) await expectShut(alice, origin);
  },
);

test("A page of another origin cannot change the theme", PATIENTLY, async ({ browser, random, records }) => {
  const alice = browser("Alice");
  await signIn(alice);
  for (const origin of [stranger(random), ...LOOKALIKES]) {
    expect(await put(alice, origin, random.pick(THEMES)), `PUT /theme from a page of ${origin}`).toBe(
      "kept from the page",
    );
    expect(
      (await records.of(alice)).data.theme,
      `The theme in the record after PUT /theme from ${origin}`,
    ).toBeUndefined();
  }
});

test("Every page may read the catalogue, without cookies", PATIENTLY, async ({ browser, random }) => {
  for (const origin of [...OURS, stranger(random)]) {
    const said = `GET /catalogue from a page of ${origin}`;
    const got = await ask(browser("Alice"), origin, "/catalogue", { credentials: "omit" });
    expect(got, said).toMatchObject({
      status: 200,
      body: expect.arrayContaining([{ id: 5, name: "Desk Lamp" }]),
    });
  }
  const answer = await plain(browser("Alice"), "/catalogue", stranger(random));
  expect(field(answer, "access-control-allow-origin"), "GET /catalogue").toBe("*");
  expect(
    field(answer, "access-control-allow-credentials"),
    "GET /catalogue: a star and credentials never go together",
  ).toBeUndefined();
});

test(
  "An answer that depends on the origin says so to caches, whoever asks",
  PATIENTLY,
  async ({ browser, random }) => {
    const alice = browser("Alice");
    await signIn(alice);
    for (const origin of [random.pick(OURS), stranger(random), undefined]) {
      const answers = {
        "GET /theme": await plain(alice, "/theme", origin),
        "GET /theme without a login": await plain(browser("Nobody"), "/theme", origin),
        "POST /enter": await plain(browser("Bob"), "/enter", origin, "POST"),
        "OPTIONS /theme": await preflight(browser("Nobody"), origin),
      };
      for (const [asked, answer] of Object.entries(answers)) {
        const said = `${asked}, ${origin === undefined ? "without Origin" : `Origin: ${origin}`}: Vary`;
        expect(listOf(field(answer, "vary")), said).toContain("origin");
      }
    }
  },
);

test("Who is not signed in gets 401 and changes nothing", PATIENTLY, async ({ browser, random }) => {
  const nobody = browser("Nobody");
  expect((await nobody.get(`${API}/theme`)).status, "GET /theme").toBe(401);
  const answer = await nobody.agent.fetch(`${API}/theme`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ theme: random.pick(THEMES) }),
  });
  expect(answer.status, "PUT /theme").toBe(401);
});

type Asked = { readonly status: number; readonly body: unknown } | "kept from the page";
interface Init {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly credentials?: "include" | "omit";
}

/** What a script of that page gets from `fetch`. */
async function ask(browser: TestBrowser, origin: string, path: string, init: Init = {}): Promise<Asked> {
  const sent = { credentials: "include", ...init } as const;
  const answer = await browser.agent
    .fetch(`${API}${path}`, sent, { documentUrl: `${origin}/` })
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === "NetworkError" && /kept this response/.test(error.message))
        return undefined;
      throw error;
    });
  if (answer === undefined) return "kept from the page";
  const text = new TextDecoder().decode(await answer.bytes());
  return { status: answer.status, body: parsed(text) };
}

function put(browser: TestBrowser, origin: string, theme: string): Promise<Asked> {
  const headers = { "Content-Type": "application/json" };
  return ask(browser, origin, "/theme", { method: "PUT", headers, body: JSON.stringify({ theme }) });
}

/** The headers that a request with that Origin is answered with, whoever may read them. */
function plain(browser: TestBrowser, path: string, origin: string | undefined, method = "GET") {
  return browser.agent.fetch(`${API}${path}`, { method, headers: originHeader(origin) });
}

function preflight(browser: TestBrowser, origin: string | undefined) {
  return browser.agent.fetch(`${API}/theme`, {
    method: "OPTIONS",
    credentials: "omit",
    headers: {
      ...originHeader(origin),
      "Access-Control-Request-Method": "PUT",
      "Access-Control-Request-Headers": "content-type",
    },
  });
}

function originHeader(origin: string | undefined): Record<string, string> {
  return origin === undefined ? {} : { Origin: origin };
}

/** `undefined` when the answer has no such header. */
function field({ headers }: { readonly headers: readonly (readonly [string, string])[] }, name: string) {
  return headers.find(([known]) => known.toLowerCase() === name)?.[1];
}

async function signIn(browser: TestBrowser): Promise<void> {
  expect((await browser.post(`${API}/enter`)).status, "POST /enter").toBe(200);
}

async function expectShut(browser: TestBrowser, origin: string): Promise<void> {
  if (origin !== "null") {
    const got = await ask(browser, origin, "/theme");
    expect(got, `GET /theme with credentials from a page of ${origin}`).toBe("kept from the page");
  }
  const answer = await plain(browser, "/theme", origin);
  const allowed = field(answer, "access-control-allow-origin");
  const said = `GET /theme with Origin: ${origin} must not be answered with Access-Control-Allow-Origin: ${allowed}`;
  expect([origin, "*"].includes(String(allowed)), said).toBe(false);
}

function stranger(random: Random): string {
  return `https://${random.pick(["evil", "news", "win", "lamps"])}${random.integer(1, 999)}.test`;
}

function listOf(header: string | undefined): string[] {
  return (header ?? "").split(",").map((part) => part.trim().toLowerCase());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
