/**
 * Runs programs by the module loader in real Node, one after another, and prints what each one did: the other
 * half of the comparison with Node itself. Argument: JSON of `{ folder, entry, packages }[]`.
 */
import { readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { inspect } from "node:util";
import { ModuleLoader, type PackageFactory } from "./index.ts";

interface Job {
  readonly folder: string;
  readonly entry: string;
  readonly packages: readonly string[];
}

const modules = new Map<string, { readonly default: unknown; readonly [name: string]: unknown }>();
for (const name of builtinModules) {
  if (!name.startsWith("_") && !name.includes(":") && name !== "module" && name !== "punycode") {
    modules.set(name, { default: undefined, ...(await import(`node:${name}`)) });
  }
}

const jobs: readonly Job[] = JSON.parse(process.argv[2] ?? "[]");
const write = process.stdout.write.bind(process.stdout);
const rejections: unknown[] = [];
process.on("unhandledRejection", (reason) => rejections.push(reason));
const results: unknown[] = [];
for (const job of jobs) results.push(await runJob(job));
process.stdout.write = write;
write(JSON.stringify(results));

async function runJob(job: Job): Promise<unknown> {
  let stdout = "";
  process.chdir(job.folder);
  process.stdout.write = (text: string | Uint8Array) => {
    stdout += typeof text === "string" ? text : new TextDecoder().decode(text);
    return true;
  };
  const loader = new ModuleLoader({
    root: job.folder,
    volume: {
      stat(path) {
        const stat = statSync(path, { throwIfNoEntry: false });
        return (
          stat && {
            kind: stat.isDirectory() ? "folder" : "file",
            size: 0,
            createdMs: 0,
            modifiedMs: 0,
            inode: 0,
          }
        );
      },
      read: (path) => readFileSync(path),
    },
    builtins: { modules, refused: new Map() },
    packages: { names: job.packages, load: (name) => packageFrom(job.folder, name) },
    inspect: (value) => inspect(value),
  });
  loader.installStackTraces();
  let failed: { readonly thrown: unknown } | undefined;
  const timer = Promise.withResolvers<"unsettled">();
  const idle = setTimeout(() => timer.resolve("unsettled"), 2_000);
  let end: unknown;
  try {
    end = await Promise.race([loader.run(job.entry), timer.promise]);
  } catch (thrown) {
    failed = { thrown };
  }
  clearTimeout(idle);
  await new Promise((resolve) => setTimeout(resolve, 0));
  const rejected = rejections.splice(0);
  if (failed === undefined && rejected.length > 0) failed = { thrown: rejected[0] };
  const stderr =
    failed === undefined
      ? end === "unsettled"
        ? (loader.unsettledTopLevelAwait() ?? "")
        : ""
      : loader.formatUncaught(failed.thrown);
  return { stdout, stderr, ...(failed === undefined ? {} : { error: describe(failed.thrown) }) };
}

function describe(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return { value: String(thrown) };
  return { name: thrown.name, code: "code" in thrown ? thrown.code : undefined, message: thrown.message };
}

function packageFrom(folder: string, name: string): PackageFactory {
  const code = readFileSync(`${folder}/node_modules/${name}/index.js`, "utf8");
  return {
    format: "commonjs",
    dependencies: [],
    evaluate(exports, require, module, importModule) {
      new Function("exports", "require", "module", "importModule", code)(
        exports,
        require,
        module,
        importModule,
      );
    },
  };
}
