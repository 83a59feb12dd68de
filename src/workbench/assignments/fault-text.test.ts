import { expect, test } from "vitest";
import { assignment, classKey, handIn } from "../../assignment/assignment.fixture.ts";
import {
  decodeAssignment,
  encodeAssignment,
  LinkError,
  type LinkFault,
} from "../../assignment/assignment-link.ts";
import {
  importPublicKey,
  KEY_FILE_FORMAT,
  KeyError,
  type KeyFault,
  keyFileText,
  parseKeyFile,
} from "../../assignment/key-pair.ts";
import { sealHandIn, UNPACKED_LIMIT_BYTES } from "../../assignment/sealed-hand-in.ts";
import * as words from "../../words/en/assignment-faults.ts";
import { faultText } from "./fault-text.ts";

async function textOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    return faultText(error);
  }
  throw new Error("nothing was wrong");
}

const link = encodeAssignment(assignment);

test.each<[what: string, act: () => unknown, text: string]>([
  ["no link", () => decodeAssignment("https://keepsake.example/"), words.noLink],
  ["a cut link", () => decodeAssignment(link.slice(0, -9)), words.linkCut],
  ["a changed link", () => decodeAssignment(`${link.slice(0, -4)}AAAA`), words.linkBroken],
  ["a newer link", () => decodeAssignment("#v12.AAAA"), words.linkNewer("12")],
  ["a link that is too long", () => decodeAssignment(`#v1.${"A".repeat(5_000)}`), words.linkTooLong("5003")],
  ["no key", () => parseKeyFile("{}"), words.noKey],
  [
    "a newer key",
    () => parseKeyFile(JSON.stringify({ format: KEY_FILE_FORMAT, version: 7 })),
    words.keyNewer("7"),
  ],
  [
    "a key file with a damaged half",
    () => parseKeyFile(keyFileText({ ...classKey, publicKey: `BB${"A".repeat(85)}` })),
    words.keyNotValid("publicKey"),
  ],
  [
    "a hand-in that is too large",
    () => {
      const [exercise] = handIn.exercises;
      if (exercise === undefined) throw new Error("The hand-in of the fixture has no exercise.");
      const files = { ...exercise.files, "large.ts": "x".repeat(UNPACKED_LIMIT_BYTES) };
      return sealHandIn({ ...handIn, exercises: [{ ...exercise, files }] }, classKey.publicKey);
    },
    words.handInTooLarge(4, 16),
  ],
  [
    "a hand-in that is none",
    () => sealHandIn({ ...handIn, sequence: -1 }, classKey.publicKey),
    words.handInNotValid("sequence: Invalid input"),
  ],
  ["a damaged public key", () => importPublicKey("A"), words.noPublicKey],
])("%s is told in the page's words", async (_what, act, text) => {
  expect(await textOf(act)).toBe(text);
});

test("every fault is told in the page's words, and with what is of this case alone", () => {
  const links: LinkFault[] = ["newer", "too-long", "too-long-to-send", "not-valid"];
  const keys: KeyFault[] = ["newer-version", "not-valid"];
  for (const error of [
    ...links.map((code) => new LinkError(code, "English", { detail: "title" })),
    ...keys.map((code) => new KeyError(code, "English", { detail: "title" })),
  ]) {
    expect(faultText(error)).toContain("title");
    expect(faultText(error)).not.toContain("English");
  }
  const long = { ...assignment, instructions: randomText(6_000) };
  return expect(textOf(() => encodeAssignment(long))).resolves.toContain("Shorten the instructions");
});

test("anything else says what it says itself", () => {
  expect(faultText(new Error("The disk is full."))).toBe("The disk is full.");
});

/** What does not pack well. */
function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(97 + (state % 26));
  }).join("");
}
