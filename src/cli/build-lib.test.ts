import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../session/trial-servers/server-process.ts";
import { buildLibrary } from "./build-lib.ts";
import { firstAnswer } from "./library-package/first-answer.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** What a user of the library installs beside it. */
const BESIDE = [...["express", "typescript", "@types/express", "@types/node"], "express-session"];
/** The documents whose programs must run or, when they are parts of one, have right types. */
const DOCUMENTS = ["README.md", "from-express-session.md"];

describe("the package of the session library", { timeout: 120_000 }, () => {
  let folder: string;
  let project: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-package-"));
    const tarball = await buildLibrary(join(folder, "build"));
    project = join(folder, "project");
    await mkdir(project);
    const manifest = await manifestWith(tarball);
    await writeProjectFile("package.json", JSON.stringify(manifest));
    await writeProjectFile("package-lock.json", JSON.stringify(await lockfileFor(manifest, tarball)));
    await run("npm", ["ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: project,
    });
    for (const document of DOCUMENTS) await writePrograms(document);
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const programs: string[] = [];

  async function writePrograms(document: string): Promise<void> {
    const text = await readFile(join(root, "src", "app", document), "utf8");
    for (const [, language, name, program] of text.matchAll(
      /^```(ts|js)\n(?:\/\/ (\S+)\n)?([\s\S]*?)^```$/gm,
    )) {
      expect(name, `a program of ${document} without a name`).toMatch(new RegExp(`\\.${language}$`));
      await writeProjectFile(name ?? "", program ?? "");
      programs.push(name ?? "");
    }
  }

  const writeProjectFile = (name: string, text: string) => writeFile(join(project, name), text);

  it.each(["server.ts", "server.js"])("runs the README's quick start (%s)", async (file) => {
    const port = await freePort();
    const server = spawn(process.execPath, [file], {
      cwd: project,
      env: { PATH: process.env["PATH"], PORT: String(port) },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let complaints = "";
    server.stderr.on("data", (chunk: Buffer) => {
      complaints += chunk.toString();
    });
    try {
      const address = `http://127.0.0.1:${port}/visits`;
      const first = await firstAnswer(server, address, () => complaints);
      const cookie = first.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      expect(await first.json()).toEqual({ visits: 1 });
      expect(await (await fetch(address, { headers: { cookie } })).json()).toEqual({ visits: 2 });
    } finally {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    }
  });

  it("runs the programs of the page on express-session", async () => {
    const others = programs.filter((name) => name.endsWith(".js") && name !== "server.js");
    expect(others).toEqual(["migration.js", "facade.js"]);
    for (const name of others) await run(process.execPath, [name], { cwd: project });
  });

  it("has types that the strictest compiler accepts, and a project may declare what its sessions hold", async () => {
    await writeProjectFile(
      "declared.ts",
      `import { session, type Session } from "keepsake";
       declare module "keepsake" { interface SessionData { cart: { id: number; quantity: number }[] } }
       export const handler = (given: Session): number => {
         given.set("cart", [{ id: 1, quantity: 2 }]);
         // @ts-expect-error Not what was declared.
         given.set("cart", "two");
         // @ts-expect-error Not declared.
         given.get("basket");
         return given.get("cart", []).length;
       };
       export default session({ name: "shop" });\n`,
    );
    const compile = (...files: string[]) =>
      run(
        process.execPath,
        [
          join(root, "node_modules", "typescript", "lib", "tsc.js"),
          ...["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"],
          ...["--module", "nodenext", "--target", "es2024", "--types", "node", ...files],
        ],
        { cwd: project },
      ).catch((error: { readonly stdout?: string }) => {
        throw new Error(`The compiler refused ${files}:\n${error.stdout}`);
      });
    await compile("declared.ts");
    // By itself, since what it declares holds for all that is compiled with it.
    await compile("session-data.ts");
    await compile(...programs.filter((name) => name.endsWith(".ts") && name !== "session-data.ts"));
  });

  it("has a command that looks at a site from outside", async () => {
    const command = join(project, "node_modules", ".bin", "keepsake");
    expect((await run(command, ["--help"])).stdout).toContain("keepsake doctor URL");
    await expect(run(command, ["doctor", "http://127.0.0.1:1"])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("could not be asked"),
    });
  });

  it("names every driver that its guide names, in versions that take in the tested one", async () => {
    const guide = await readFile(join(root, "src", "app", "README.md"), "utf8");
    const drivers = guide
      .split("\n")
      .filter((line) => /^\| `\w+`.*\(\)` \|/.test(line))
      .flatMap((line) =>
        [...(line.split("|")[3] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""),
      );
    expect(drivers).toHaveLength(7);
    const keepsake = await readJson<PeerManifest>(join(project, "node_modules", "keepsake", "package.json"));
    const { packages } = await readJson<Lockfile>(join(root, "package-lock.json"));
    for (const name of [...drivers, "@opentelemetry/api", "@types/express"]) {
      expect(keepsake.peerDependenciesMeta[name], name).toEqual({ optional: true });
      const tested = packages[`node_modules/${name}`]?.version ?? "none";
      expect(satisfies(tested, keepsake.peerDependencies[name] ?? ""), `${name} ${tested}`).toBe(true);
    }
    // As a shop has it that updates seldom; a range that begins at our own version stops npm's install.
    expect(satisfies("1.9.0", keepsake.peerDependencies["@opentelemetry/api"] ?? "")).toBe(true);
    expect(satisfies("5.0.0", keepsake.peerDependencies["@types/express"] ?? "")).toBe(true);
  });

  it("holds no test, no source map and nothing of the course", async () => {
    const { stdout } = await run("tar", ["tzf", join(folder, "build", await packedName())]);
    const names = stdout.trim().split("\n");
    expect(names).toContain("package/dist/app/index.d.ts");
    expect(names).toContain("package/LICENSE");
    expect(
      names.filter(
        (name) => !/^package\/(README\.md|LICENSE|package\.json|dist\/(app|session|cli)\/)/.test(name),
      ),
    ).toEqual([]);
    expect(names.filter((name) => /test|trial|\.map$/.test(name))).toEqual([]);
  });

  async function packedName(): Promise<string> {
    const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    return `keepsake-${version}.tgz`;
  }
});

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly type?: "module";
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface PeerManifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
}

interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, Manifest>>;
}

const readJson = async <T>(path: string) => JSON.parse(await readFile(path, "utf8")) as T;

async function manifestWith(tarball: string): Promise<Manifest> {
  const { packages } = await readJson<Lockfile>(join(root, "package-lock.json"));
  const beside = BESIDE.map((name) => [name, packages[`node_modules/${name}`]?.version ?? ""] as const);
  return {
    name: "empty-project",
    version: "1.0.0",
    type: "module",
    dependencies: { keepsake: `file:${tarball}`, ...Object.fromEntries(beside) },
  };
}

/** The versions that this repository has locked, which npm has in its cache: so no network is needed. */
async function lockfileFor(manifest: Manifest, tarball: string): Promise<Lockfile> {
  const { packages, lockfileVersion } = await readJson<Lockfile>(join(root, "package-lock.json"));
  const keepsake = await readJson<Manifest>(join(tarball, "..", "keepsake", "package.json"));
  const needed: Record<string, Manifest> = {
    "": manifest,
    "node_modules/keepsake": { ...keepsake, resolved: `file:${tarball}` } as Manifest,
  };
  const add = (name: string, from: string) => {
    const at = placesFrom(from, name).find((path) => path in packages);
    const found = at === undefined ? undefined : packages[at];
    if (at === undefined || found === undefined || at in needed) return;
    needed[at] = found;
    for (const next of Object.keys({ ...found.dependencies })) add(next, at);
  };
  for (const name of [...BESIDE, ...Object.keys(keepsake.dependencies ?? {})]) add(name, "");
  return { name: manifest.name, lockfileVersion, packages: needed } as Lockfile;
}

/** The two kinds of range that the manifest has: `^1.2.3` (never of 0) and `>=1.2.3`, with `||` between them. */
function satisfies(version: string, range: string): boolean {
  const numbers = (text: string) => text.split(".").map(Number);
  return range.split(" || ").some((part) => {
    const [, kind, lowest] = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(part) ?? [];
    if (lowest === undefined) return false;
    const [have, least] = [numbers(version), numbers(lowest)];
    const firstOther = have.findIndex((number, at) => number !== least[at]);
    const isNotLess = firstOther === -1 || (have[firstOther] ?? 0) > (least[firstOther] ?? 0);
    return isNotLess && (kind === ">=" || firstOther !== 0);
  });
}

/** Where Node looks for a package: beside the one that needs it, then further and further up. */
function placesFrom(path: string, name: string): string[] {
  const upwards = path
    .split("/node_modules/")
    .map((_, n, parts) => parts.slice(0, n + 1).join("/node_modules/"));
  return [...upwards.reverse().map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`];
}
