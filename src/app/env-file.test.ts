import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { loadEnvFile, parseEnvFile } from "./env-file.ts";

const texts = [
  "A=1\nB=two words\n",
  "# comment\nA=1 # trailing\n\n  B = spaced  \n",
  "export A=exported\nB='single # quoted'\nC=\"double\\nline\"\nD=`back 'tick' \"s\"`",
  'EMPTY=\nQ=""\nHASH="#1"\nURL=redis://h:1/0?x=y=z',
  'MULTI="one\ntwo"\nAFTER=3\r\nCRLF=4\r\n',
  "not a pair\nA=1\n=2\n",
];

it.each(texts)("reads what Node's own parser reads: %j", (text) => {
  expect(parseEnvFile(text)).toEqual({ ...parseEnv(text) });
});

it("leaves what is set already, and a missing file alone", () => {
  const folder = mkdtempSync(join(tmpdir(), "keepsake-env-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, ".env"), "A=file\nB=file\n");
  const environment: Record<string, string | undefined> = { A: "set" };
  loadEnvFile(join(folder, ".env"), environment);
  loadEnvFile(join(folder, "none"), environment);
  expect(environment).toEqual({ A: "set", B: "file" });
});
