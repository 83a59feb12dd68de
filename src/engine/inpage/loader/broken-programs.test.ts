import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { brokenPrograms, otherWords } from "./broken-programs.cases.ts";
import { compile } from "./compile.ts";

const KINDS = ["ts", "js"] as const;

/** Node's words for each program, as TypeScript and as JavaScript; "" for what it takes. */
const ORACLE = `
import { stripTypeScriptTypes } from "node:module";
import vm from "node:vm";
const programs = JSON.parse(process.argv[1]);
const judge = (erase) => { try { new vm.SourceTextModule(erase()); return ""; } catch (error) { return (error.code ?? "") + " " + error.message; } };
console.log(JSON.stringify(programs.map((source) => [judge(() => stripTypeScriptTypes(source)), judge(() => source)])));
`;

async function wordsOfNode(): Promise<readonly (readonly [string, string])[]> {
  const args = ["--experimental-vm-modules", "--no-warnings", "--input-type=module", "-e", ORACLE];
  const { stdout } = await promisify(execFile)(process.execPath, [...args, JSON.stringify(brokenPrograms)], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
  return JSON.parse(stdout);
}

/** Ours; "" for what we take, "?" for what is left to the engine's compiler. */
function ourWords(source: string, kind: (typeof KINDS)[number]): string {
  const { program } = compile(source, `/project/main.${kind}`, "module");
  if (program.kind !== "refused") {
    return program.suspicion === undefined ? "?" : ` ${program.suspicion.message}`;
  }
  return `${program.code ?? ""} ${program.message}`;
}

it("says of broken programs what Node says, but for the ones that are listed", async () => {
  const expected = await wordsOfNode();
  const differing: string[] = [];
  brokenPrograms.forEach((source, index) => {
    KINDS.forEach((kind, at) => {
      const native = expected[index]?.[at] ?? "";
      const ours = ourWords(source, kind);
      const left = ours === "?" && !native.startsWith("ERR_");
      if (ours !== native && !left) differing.push(`${kind}: ${source}`);
    });
  });
  expect(differing).toEqual(otherWords);
});

it("says of a broken file of undeclared kind what is wrong with it as what it begins as", () => {
  const fault = (source: string) => {
    const { program } = compile(source, "/project/main.js", "detect");
    return program.kind === "refused"
      ? `${source.slice(0, program.start).split("\n").length}: ${program.message}`
      : "";
  };
  expect(fault('import { a } from "./a.js";\n\nconst b = (;\n')).toBe("3: Unexpected token ';'");
  expect(fault('const b = (;\nimport { a } from "./a.js";\n')).toBe("1: Unexpected token ';'");
});
