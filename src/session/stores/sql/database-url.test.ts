import { describe, expect, it } from "vitest";
import { parseDatabaseUrl } from "./database-url.ts";

function said(url: string): string {
  try {
    return JSON.stringify(parseDatabaseUrl(url));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("a database's URL", () => {
  it.each([
    "postgres://anna:12?s3cret@db.example/shop",
    "postgres://anna:?s3cret@db.example/shop",
    "postgres://anna:1234#s3cret@db.example/shop",
    "postgres://anna:1234/s3cret@db.example/shop",
    "postgres://anna:s3cret@db.example/shop#s3cret",
  ])("is refused without a word of it where a password is not encoded: %s", (url) => {
    expect(said(url)).toContain("percent-encoded");
    expect(said(url)).not.toMatch(/s3cret|anna|1234/);
  });

  it("names an unknown parameter, unless it may be part of a password", () => {
    expect(said("postgres://db/shop?sslmod=require")).toContain('there is no parameter "sslmod"');
    expect(said("postgres://db/shop?s3-cret=1")).not.toContain("s3-cret");
  });

  it.each(["sslrootcert", "sslcert", "sslkey"])("refuses %s where nothing is encrypted", (name) => {
    for (const mode of ["", "&sslmode=disable"]) {
      expect(said(`postgres://db/shop?${name}=/nowhere.pem${mode}`)).toContain(`${name} is of no use`);
    }
  });

  it("looks at who signed the certificate where it names who must have", () => {
    const root = encodeURIComponent(import.meta.filename);
    const { address } = parseDatabaseUrl(`postgres://db/shop?sslmode=require&sslrootcert=${root}`) as never;
    expect(address).toMatchObject({ tls: { verify: "authority" } });
    expect(parseDatabaseUrl("postgres://db/shop?sslmode=require")).toMatchObject({
      address: { tls: { verify: "nothing" } },
    });
  });
});
