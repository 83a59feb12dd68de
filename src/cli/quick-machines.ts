import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type BuildOptions, build } from "esbuild";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { linkOwnPackages, REPOSITORY, temporaryFolders } from "../engine/local/machine-folders.ts";

/**
 * Machines of this computer's Node for who starts hundreds of programs. Most of what a start costs is the reading of
 * two hundred modules; here the library, Express, and what is loaded ahead of a program are one file each, made once.
 * It is the same code, and programs are started as ever.
 */
export class QuickMachines {
  readonly #home: string;
  readonly #removeAtExit = () => rmSync(this.#home, { recursive: true, force: true });

  private constructor(home: string) {
    this.#home = home;
    process.once("exit", this.#removeAtExit);
  }

  /** Takes half a second. */
  static async prepare(): Promise<QuickMachines> {
    // Inside the repository's packages, so that the library finds the drivers that it imports when it needs them.
    const cache = join(REPOSITORY, "node_modules", ".cache");
    await mkdir(cache, { recursive: true });
    const machines = new QuickMachines(await mkdtemp(join(cache, "keepsake-quick-")));
    try {
      await machines.#bundle();
    } catch (error) {
      await machines.remove();
      throw error;
    }
    return machines;
  }

  /** Boots a machine with nothing on it. */
  readonly boot = async (): Promise<Engine> => {
    const compiled = join(this.#home, COMPILED);
    const folders = await temporaryFolders((packages) => this.#link(packages), compiled);
    // By a way that is the same on each machine: what one of them compiled is then found by all.
    const compileCache = join(folders.project, "..", COMPILED);
    await symlink(compiled, compileCache, "junction");
    return bootLocalEngine({
      folders: { ...folders, compileCache },
      preload: pathToFileURL(join(this.#home, PRELOAD)).href,
    });
  };

  /** Removes what was made. All machines must have been torn down. */
  async remove(): Promise<void> {
    process.removeListener("exit", this.#removeAtExit);
    await rm(this.#home, { recursive: true, force: true });
  }

  async #bundle(): Promise<void> {
    const express = join(this.#home, "node_modules", "express");
    const library = join(this.#home, LIBRARY);
    await Promise.all([
      bundle({ entryPoints: [join(REPOSITORY, "src/app/index.ts")], outfile: join(library, "index.js") }),
      bundle({ entryPoints: [PRELOAD_SOURCE], outfile: join(this.#home, PRELOAD) }),
      bundle({
        entryPoints: [createRequire(import.meta.url).resolve("express")],
        outfile: join(express, "index.cjs"),
        format: "cjs",
        banner: {},
        footer: { js: namesOf(createRequire(import.meta.url)("express")) },
      }),
    ]);
    await writeFile(join(library, "package.json"), '{ "type": "module", "exports": "./index.js" }\n');
    await writeFile(join(express, "package.json"), '{ "name": "express", "main": "index.cjs" }\n');
    const tracing = join(this.#home, "node_modules", TRACING);
    await mkdir(tracing, { recursive: true });
    await writeFile(join(tracing, "package.json"), '{ "exports": {} }\n');
  }

  async #link(packages: string): Promise<void> {
    await symlink(join(this.#home, LIBRARY), join(packages, "keepsake"), "junction");
    await symlink(join(this.#home, "node_modules", "express"), join(packages, "express"), "junction");
    // What is there stays.
    await linkOwnPackages(packages);
  }
}

const COMPILED = "compiled";
const LIBRARY = "keepsake";
const PRELOAD = "preload.mjs";
const PRELOAD_SOURCE = fileURLToPath(new URL("../engine/local/preload.ts", import.meta.url));

/** Not there for the library, as it is not there in a sandbox or a page: a program cannot import it to see its spans. */
const TRACING = "@opentelemetry/api";
/** One for the program and for the library. The rest is looked for only when it is wanted. */
const APART = ["express", TRACING, "chokidar"];

async function bundle(options: BuildOptions): Promise<void> {
  await build({
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    charset: "utf8",
    logLevel: "silent",
    tsconfigRaw: {},
    external: options.format === "cjs" ? [] : APART,
    // For packages that are no modules.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    ...options,
  });
}

/** Node finds the names that a module may import from CommonJS by reading, not by running. */
function namesOf(exports: object): string {
  const named = Object.keys(exports).map((name) => `exports[${JSON.stringify(name)}] = undefined`);
  return `0 && (${named.join(", ")});`;
}
