import { expect, test } from "vitest";
import { makeCodeLink } from "./code-link.ts";
import { type CodePlace, visitOf } from "./code-visit.ts";
import { sharedCode } from "./shared-code.ts";

const cart: CodePlace = {
  ownerId: "cart",
  starter: { "server.ts": "start\n", "src/cart.ts": "empty\n", "src/fixed.ts": "fixed\n" },
  readonly: ["src/fixed.ts"],
};
const first = { ...cart, ownerId: "playground:first" };

async function hashOf(
  files: Record<string, string>,
  { ownerId, starter }: CodePlace = cart,
): Promise<string> {
  const made = await makeCodeLink(sharedCode(ownerId, starter, files));
  return made.kind === "link" ? `#${made.fragment}` : "";
}

test("the files of a link are laid over the course's, and say where they differ", async () => {
  const files = { "server.ts": "theirs\n", "src/fixed.ts": "fixed\n", "a.ts": "new\n" };
  expect(await visitOf(await hashOf(files), [first, cart])).toEqual({
    kind: "foreign",
    place: cart,
    code: { files, changed: ["a.ts", "server.ts", "src/cart.ts"], outdated: false },
  });
});

test("a link from before the course changed keeps its own files, takes the others as they are now, and is told apart", async () => {
  const hash = await hashOf({ ...cart.starter, "server.ts": "theirs\n" });
  const now = { ...cart, starter: { ...cart.starter, "src/cart.ts": "better\n" } };
  expect(await visitOf(hash, [now])).toMatchObject({
    code: {
      files: { "server.ts": "theirs\n", "src/cart.ts": "better\n" },
      changed: ["server.ts"],
      outdated: true,
    },
  });
});

test("what cannot be shown is a sentence that says what to do", async () => {
  const whole = await hashOf({ ...cart.starter, "server.ts": "theirs\n" });
  const says = async (hash: string, place = cart) => {
    const visit = await visitOf(hash, [place]);
    return visit.kind === "nothing" ? visit.sentence : "foreign code";
  };
  expect(await says(whole)).toBe("foreign code");
  expect(await says(whole, first)).toContain("for another page");
  expect(await says(await hashOf({ ...cart.starter, "src/fixed.ts": "mine\n" }))).toContain(
    "nobody edits here",
  );
  expect(await says(await hashOf(cart.starter))).toContain("without a change");
  expect(await says(whole.slice(0, -3))).toContain("not whole");
  expect(await says(whole.replace("code=1", "code=2"))).toContain("newer version");
  expect(await says(whole + "A".repeat(20_000))).toContain("Ask for a zip");
});
