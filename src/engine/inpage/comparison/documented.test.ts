import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { listedFor, type Place } from "./differences.ts";
import { documentedParts } from "./documented.ts";
import { scenarios } from "./requests.ts";

const LEAST_REQUESTS = 900;
const LEAST_IDENTICAL = 0.99;

describe("what is asked of Node and of the engine", () => {
  it.for(documentedParts)("every member of $title, by a program that uses it", async (part) => {
    const { programs, members, beside = {}, without = {} } = part;
    const texts = await Promise.all(
      programs.map((name) => readFile(new URL(`programs/${name}`, import.meta.url), "utf8")),
    );
    const program = texts.join("\n");
    const targets = scenarios
      .filter((scenario) => programs.includes(scenario.program))
      .flatMap(({ requests }) => requests.map(({ target }) => target.slice(1)));
    const asked = (path: string) =>
      targets.some(
        (target) => target === path || (/^[/?-]/.test(target.slice(path.length)) && target.startsWith(path)),
      );
    const unasked = [...members.map((name) => [name, name] as const), ...Object.entries(beside)]
      .filter(([, path]) => !asked(path))
      .map(([name]) => name);
    expect(unasked, "no request asks for it").toEqual([]);
    const unused = [...members, ...Object.keys(beside)].filter((name) => {
      const own = name.slice(name.search(/[./]/) + 1).replaceAll("-", "[- ]");
      return !new RegExp(`[.\\["'\`]${own}\\b`).test(program);
    });
    expect(unused, "no program uses it").toEqual([]);
    expect(
      Object.keys(without).filter((name) => asked(name)),
      "it is asked after all",
    ).toEqual([]);
  });

  it("enough of it, nearly all of which is answered alike", () => {
    const all = scenarios.flatMap(({ program, requests }) => requests.map((ask) => ({ program, ask })));
    expect(all.length).toBeGreaterThanOrEqual(LEAST_REQUESTS);
    for (const place of ["thread", "chromium", "firefox", "webkit"] satisfies Place[]) {
      const different = all.filter(({ program, ask }) => listedFor(program, ask, place).length > 0);
      expect(1 - different.length / all.length, place).toBeGreaterThanOrEqual(LEAST_IDENTICAL);
    }
  });
});
