import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINK_CHARACTERS_AT_MOST, makeCodeLink, readCodeLink } from "./code-link.ts";
import { carriesCode } from "./link-hash.ts";
import {
  SHARED_BYTES_AT_MOST,
  SHARED_FILES_AT_MOST,
  type SharedCode,
  sharedCode,
  starterMark,
  withShared,
} from "./shared-code.ts";

const starter = { "server.ts": "start\n", "src/cart.ts": "empty\n" };
const mine = { "server.ts": "start\n", "src/cart.ts": "mine — ü 🍪\n", "src/new.ts": "made\n" };

async function fragmentOf(code: SharedCode): Promise<string> {
  const made = await makeCodeLink(code);
  if (made.kind !== "link") throw new Error(`The link is ${made.kind}.`);
  return made.fragment;
}

/** A link made by hand, of whatever. */
function forged(value: unknown, version = 1): string {
  return `#code=${version}.${deflateSync(JSON.stringify(value)).toString("base64url")}`;
}

const harmless = { ownerId: "cart", starter: "00000000", files: {}, removed: [] };

describe("a link with code", () => {
  test("carries what differs from the starter, and gives it back to who has the same starter", async () => {
    const code = sharedCode("cart", starter, mine);
    expect(Object.keys(code.files)).toEqual(["src/cart.ts", "src/new.ts"]);
    const hash = `#${await fragmentOf(code)}`;
    expect(carriesCode(hash)).toBe(true);
    const read = await readCodeLink(hash);
    expect(read).toEqual({ kind: "code", code });
    expect(withShared(starter, code)).toEqual(mine);
    expect(code.starter).toBe(starterMark({ ...starter }));
    expect(code.starter).not.toBe(starterMark({ ...starter, "server.ts": "a better start\n" }));
  });

  test("carries that a file is gone", () => {
    const code = sharedCode("cart", starter, { "server.ts": "start\n" });
    expect(code).toMatchObject({ files: {}, removed: ["src/cart.ts"] });
    expect(withShared(starter, code)).toEqual({ "server.ts": "start\n" });
  });

  test("carries any text under any path that a file may have", async () => {
    const path = fc
      .array(fc.stringMatching(/^[a-z0-9][\w.-]{0,12}$/), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("/"))
      .filter((text) => !/node_modules|constructor/.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(path, fc.string({ unit: "grapheme", maxLength: 200 }), { maxKeys: 8 }),
        fc.uniqueArray(path, { maxLength: 4 }),
        async (files, removed) => {
          const code = { ownerId: "playground:x", starter: "0badcafe", files: { ...files }, removed };
          expect(await readCodeLink(`#${await fragmentOf(code)}`)).toEqual({ kind: "code", code });
        },
      ),
      { numRuns: 60 },
    );
  });

  test("says how long it would be when that is too long, and is not made", async () => {
    let seed = 1;
    const noise = Array.from({ length: LINK_CHARACTERS_AT_MOST }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return String.fromCharCode(33 + (seed % 90));
    }).join("");
    const made = await makeCodeLink({ ...harmless, files: { "a.ts": noise } });
    expect(made.kind === "too-large" && made.characters).toBeGreaterThan(LINK_CHARACTERS_AT_MOST);
  });
});

describe("a link that came from elsewhere", () => {
  test("is told as broken when it is cut or changed anywhere", async () => {
    const code = sharedCode("cart", starter, mine);
    const hash = `#${await fragmentOf(code)}`;
    for (let length = "#code=".length; length < hash.length; length++) {
      expect(await readCodeLink(hash.slice(0, length)), `cut at ${length}`).toMatchObject({
        fault: "broken",
      });
    }
    for (const wrong of [`${hash}.`, `${hash}%20`, "#code=", "#code=x", "#code=0.AAAA", "#code=1.****"]) {
      expect(await readCodeLink(wrong), wrong).toMatchObject({ fault: "broken" });
    }
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: hash.length - 10 }),
        fc.constantFrom("A", "b", "7"),
        async (at, other) => {
          const place = at + "#code=1.".length;
          if (hash[place] === other) return;
          const read = await readCodeLink(hash.slice(0, place) + other + hash.slice(place + 1));
          // A few bits carry nothing: those that fill up a byte or the last character.
          if (read.kind === "code") expect(read.code).toEqual(code);
          else expect(read.fault).toBe("broken");
        },
      ),
      { numRuns: 100 },
    );
  });

  test("is told as newer when a later version made it", async () => {
    expect(await readCodeLink(forged(harmless, 2))).toEqual({ kind: "fault", fault: "newer" });
  });

  test("is too large when it is long, and when little of it unpacks to much", async () => {
    const long = `#code=1.${"A".repeat(LINK_CHARACTERS_AT_MOST)}`;
    expect(await readCodeLink(long)).toMatchObject({ fault: "too-large" });
    const bomb = forged({ ...harmless, files: { "a.ts": "0".repeat(8 * 1024 * 1024) } });
    expect(bomb.length).toBeLessThan(LINK_CHARACTERS_AT_MOST);
    expect(await readCodeLink(bomb)).toMatchObject({ fault: "too-large" });
    const most = forged({ ...harmless, files: { "a.ts": "0".repeat(SHARED_BYTES_AT_MOST - 200) } });
    expect(await readCodeLink(most)).toMatchObject({ kind: "code" });
  });

  test("is refused when it names what no file may be named, or is not of the form", async () => {
    const paths = [
      "../server.ts",
      "/etc/passwd",
      "a/../../b",
      "node_modules/keepsake/index.js",
      "constructor",
    ];
    const many = Object.fromEntries(
      Array.from({ length: SHARED_FILES_AT_MOST + 1 }, (_, n) => [`f${n}.ts`, ""]),
    );
    const wrong: unknown[] = [
      ...paths.map((path) => ({ ...harmless, files: { [path]: "" } })),
      ...paths.map((path) => ({ ...harmless, removed: [path] })),
      ...[null, 1, "text", [], {}, { ...harmless, files: null }, { ...harmless, removed: "a.ts" }],
      ...[
        { ...harmless, files: { "a.ts": 1 } },
        { ...harmless, removed: [1] },
        { ...harmless, ownerId: 1 },
      ],
      { ...harmless, files: many },
    ];
    for (const value of wrong) {
      expect(await readCodeLink(forged(value)), JSON.stringify(value).slice(0, 80)).toMatchObject({
        fault: "refused",
      });
    }
    const proto = `#code=1.${deflateSync('{"ownerId":"a","starter":"","files":{"__proto__":"x"},"removed":[]}').toString("base64url")}`;
    expect(await readCodeLink(proto)).toMatchObject({ fault: "refused" });
  });
});
