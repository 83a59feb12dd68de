import { describe, expect } from "vitest";
import type { CookieCodec, CookieTerms, HeldContent } from "../cookie-held/cookie-codec.ts";
import { DJANGO_COOKIE, djangoCookie } from "../cookie-held/django-cookie.ts";
import { FLASK_COOKIE, flaskCookie } from "../cookie-held/flask-cookie.ts";
import { sealedCookie } from "../cookie-held/sealed-cookie.ts";
import { Sealer } from "../cookie-held/sealer.ts";
import type { SignedDictFormat } from "../cookie-held/signed-dict-cookie.ts";
import { STARLETTE_COOKIE, starletteCookie } from "../cookie-held/starlette-cookie.ts";
import { SessionError } from "../session-error.ts";
import { trialRecord } from "../trial-record.ts";
import { fuzz, orDocumented } from "./fuzz.ts";
import { mutatedTexts } from "./mutations.ts";

const SECRET = "Zk3uQ9vYh1tXw7Lr5sBn2mCe8pJd4fGa";
const NOW_MS = 1_700_000_000_000;
const terms: CookieTerms = {
  name: "session",
  nowMs: NOW_MS,
  idleTimeoutMs: 3_600_000,
  absoluteTimeoutMs: 86_400_000,
  clockSkewMs: 5000,
  permanent: true,
};
const content = (data: Record<string, unknown>): HeldContent => ({
  id: "A".repeat(32),
  record: trialRecord({
    data: new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)])),
    createdAtMs: NOW_MS,
    renewedAtMs: NOW_MS,
    idleDeadlineMs: NOW_MS + 1000,
    absoluteDeadlineMs: NOW_MS + 2000,
  }),
});
const CONTENTS = [content({}), content({ user_id: 7, cart: [{ id: "é", n: 1.5 }], " t": [1] })];

/** What Python's sessions look like inside. */
const TEXTS = [
  '{"user_id":1,"_permanent":true}',
  '{"a":{" t":[1,{" b":"AP8="}]},"d":{" d":"Sun, 15 Jun 2025 12:00:00 GMT"}}',
  '{"u":{" u":"12345678123456781234567812345678"},"m":{" m":"<b>"},"x":{" di":{" t__":1}}}',
  '{"_flashes":[{" t":["message","hi"]},["error","no"]],"n":NaN,"i":-Infinity}',
  '{"_keepsake":{"id":"x","at":1},"_keepsake2":null,"__proto__":{"a":1}}',
];

function holding(codec: CookieCodec, values: readonly string[]) {
  return codec.decode({ read: (index) => values[index] }, terms);
}

/** What was opened is written again, and is the same when it is read. */
function expectSteady(codec: CookieCodec, values: readonly string[]): void {
  const opened = holding(codec, values);
  if (opened.outcome !== "opened") return;
  const { session } = opened;
  const written = orDocumented(() => codec.encode(session, terms, session), isRefusal);
  if (written === undefined) return;
  const again = holding(codec, written.value);
  expect(again.outcome).toBe("opened");
  if (again.outcome !== "opened") return;
  expect(again.session.record.data).toEqual(session.record.data);
  expect([...again.session.record.flash].map(([key, { json }]) => [key, json])).toEqual(
    [...session.record.flash].map(([key, { json }]) => [key, json]),
  );
}

function isRefusal(error: unknown): boolean {
  return error instanceof SessionError && ["cookie-too-large", "bad-key"].includes(error.code);
}

const formats: readonly (readonly [CookieCodec, SignedDictFormat])[] = [
  [flaskCookie({ secretKey: SECRET }), FLASK_COOKIE],
  [starletteCookie({ secretKey: SECRET }), STARLETTE_COOKIE],
  [djangoCookie({ secretKey: SECRET }), DJANGO_COOKIE],
];

describe("sessions that cookies hold", () => {
  for (const [codec, format] of formats) {
    const valid = CONTENTS.map((each) => codec.encode(each, terms, undefined)[0] ?? "");
    fuzz(`${codec.name}: a cookie opens when nothing of it was changed`, mutatedTexts(valid), (value) => {
      const { outcome } = holding(codec, [value]);
      const quoted = value.replace(/^"(.*)"$/, "$1");
      if (outcome === "opened") expect(valid).toContain(quoted);
    });

    const signer = format.signer([SECRET]);
    const payloads = mutatedTexts([...TEXTS, ...TEXTS.map((text) => format.pack(text))]);
    fuzz(`${codec.name}: whatever was signed is a session or malformed`, payloads, (payload) => {
      const atSeconds = NOW_MS / 1000;
      expectSteady(codec, [signer.sign(payload, atSeconds)]);
      expectSteady(codec, [signer.sign(format.pack(payload), atSeconds)]);
    });
  }

  const sealed = sealedCookie({ secrets: SECRET });
  const valid = CONTENTS.map((each) => sealed.encode(each, terms, undefined)[0] ?? "");
  const inPlain = valid.map((value) => holding(sealed, [value]));
  // The last letter of base64 has bits that nobody reads, so the letters may differ where the bytes do not.
  fuzz("sealed: a cookie opens as what was sealed, or not at all", mutatedTexts(valid), (value) => {
    const opened = holding(sealed, [value]);
    if (opened.outcome === "opened") expect(inPlain).toContainEqual(opened);
  });

  const sealer = new Sealer([SECRET], "sealed cookie");
  const inside = CONTENTS.map((each) => {
    const [value = ""] = sealed.encode(each, terms, undefined);
    return sealer.open(Buffer.from(value.slice(1), "base64url"), terms.name) ?? "";
  });
  fuzz("sealed: whatever was sealed is a session or malformed", mutatedTexts(inside), (text) => {
    expectSteady(sealed, [`1${sealer.seal(text, terms.name).toString("base64url")}`]);
  });
});
