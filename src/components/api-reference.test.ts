import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiReference } from "./api-reference.ts";

const src = join(import.meta.dirname, "..");
const entries = apiReference(join(src, "app", "index.ts"), src);
const entry = (name: string) => entries.find((one) => one.name === name);

describe("the API reference", () => {
  it("shows functions with their signature and doc comment, and no body", () => {
    expect(entry("memoryStore")?.signature).toBe("function memoryStore(): Store");

    expect(entry("memoryStore")?.doc).toContain("in this process's memory");
  });

  it("shows the members of an interface with all their overloads", () => {
    const flash = entry("Session")?.members.find(({ name }) => name === "flash");
    expect(flash?.signatures).toEqual([
      "flash(key: string, value: unknown): void",
      "flash<T = unknown>(key: string): T | undefined",
    ]);
    expect(flash?.doc).toContain("Without: takes it");
  });

  it("shows what an interface has from another as its own", () => {
    const set = entry("Session")?.members.find(({ name }) => name === "set");
    expect(set?.signatures).toEqual(["set(key: string, value: unknown): void"]);
    expect(set?.doc).toContain("Stores a snapshot.");
  });

  it("shows nothing private of a class", () => {
    const names = entry("FileStore")?.members.map(({ name }) => name) ?? [];
    expect(names).toContain("takeTurn");
    expect(names.filter((name) => name.startsWith("#") || name === "[undeclared]")).toEqual([]);
  });

  it("finds a doc comment at every export, or at each of its members", () => {
    const silent = entries.filter(
      ({ doc, members }) =>
        doc.trim() === "" && !(members.length > 0 && members.every((member) => member.doc !== "")),
    );
    expect(silent.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });
});
