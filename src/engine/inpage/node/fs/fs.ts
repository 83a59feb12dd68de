import type { Kernel } from "../../kernel.ts";
import { type BuiltinModule, moduleFace } from "../builtin.ts";
import { invalidArgType } from "../node-error.ts";
import { promisify } from "../promisify.ts";
import { enter } from "../ticks.ts";
import { descriptorVerbs } from "./descriptor-verbs.ts";
import { constants } from "./file-constants.ts";
import { FileHandle } from "./file-handle.ts";
import { filePath } from "./file-paths.ts";
import { type FileStreams, fileStreams, type StreamHandle } from "./file-streams.ts";
import { fileWatching } from "./file-watch.ts";
import { openDirectory } from "./open-directory.ts";
import { OpenFile, OpenFiles } from "./open-files.ts";
import { type Plan, runLater, runNow } from "./plan.ts";
import { Dirent, Stats } from "./stats.ts";
import { pathVerbs } from "./verbs.ts";

type MakePlan = (...args: never[]) => Plan<unknown>;
type AnyFunction = (...args: unknown[]) => unknown;
type Callback = (error: unknown, ...results: unknown[]) => void;

/** `node:fs` and `node:fs/promises` over the kernel's volume. */
export function fsModules(kernel: Kernel): { fs: BuiltinModule; promises: BuiltinModule } {
  const files = new OpenFiles(kernel);
  const paths = pathVerbs(kernel, files);
  const descriptors = descriptorVerbs(kernel, files);
  let streams: FileStreams | undefined;
  const parts = { kernel, paths, descriptors, streams: () => theStreams() };

  const sync: Record<string, AnyFunction> = {};
  const later: Record<string, AnyFunction> = {};
  const promised: Record<string, AnyFunction> = {};
  for (const [name, make] of Object.entries<MakePlan>({ ...paths, ...descriptors })) {
    const planned = make as (...args: unknown[]) => Plan<unknown>;
    sync[`${name}Sync`] = (...args) => plain(runNow(kernel, planned(...args)));
    later[name] = callbackFace(name, (args) => {
      const one = made(() => planned(...args));
      return one instanceof Promise ? one : runLater(kernel, one).then(plain);
    });
    if (name in paths) promised[name] = async (...args) => runLater(kernel, planned(...args));
  }

  const open = async (path: unknown, flags?: unknown): Promise<FileHandle> =>
    new FileHandle(await runLater(kernel, descriptors.open(path, flags ?? "r")), parts);
  const theStreams = (): FileStreams => {
    streams ??= fileStreams({ open: async (path, flags): Promise<StreamHandle> => open(path, flags) });
    return streams;
  };

  const watching = fileWatching(kernel);
  const exists = (path: unknown): boolean => {
    try {
      return kernel.volume.stat(filePath(path, kernel.cwd).full) !== undefined;
    } catch {
      return false;
    }
  };
  const opendirSync = (path: unknown, options?: object) =>
    openDirectory(String(path), sync["readdirSync"]?.(path, { ...options, withFileTypes: true }) as Dirent[]);

  const promises = {
    ...promised,
    constants,
    open,
    opendir: async (path: unknown, options?: object) => opendirSync(path, options),
    watch: watching.watchAsync,
  };
  const existsLater = (path: unknown, callback: unknown) => {
    requireCallback(callback);
    const found = exists(path);
    settle(kernel, () => callback(found as never));
  };
  Object.defineProperty(existsLater, promisify.custom, { value: async (path: unknown) => exists(path) });
  promisedResult(later, "read", ["bytesRead", "buffer"]);
  promisedResult(later, "write", ["bytesWritten", "buffer"]);
  const realpath = Object.assign(later["realpath"] as AnyFunction, { native: later["realpath"] });
  const realpathSync = Object.assign(sync["realpathSync"] as AnyFunction, { native: sync["realpathSync"] });

  const fs = {
    ...later,
    ...sync,
    realpath,
    realpathSync,
    exists: existsLater,
    existsSync: exists,
    opendirSync,
    opendir: callbackFace("opendir", async ([path, options]) => opendirSync(path, options as object)),
    readvSync: (fd: unknown, buffers: readonly Uint8Array[]) =>
      buffers.reduce((total, buffer) => total + runNow(kernel, descriptors.read(fd, buffer)), 0),
    writevSync: (fd: unknown, buffers: readonly Uint8Array[]) =>
      buffers.reduce((total, buffer) => total + runNow(kernel, descriptors.write(fd, buffer)), 0),
    constants,
    F_OK: constants.F_OK,
    R_OK: constants.R_OK,
    W_OK: constants.W_OK,
    X_OK: constants.X_OK,
    Stats,
    Dirent,
    ...theStreams(),
    FSWatcher: watching.FSWatcher,
    watch: watching.watch,
    watchFile: watching.watchFile,
    unwatchFile: watching.unwatchFile,
    promises,
  };
  return { fs: moduleFace(fs), promises: moduleFace(promises) };

  /** Node's callbacks and synchronous calls give a number where promises give a handle. */
  function plain(result: unknown): unknown {
    return result instanceof OpenFile ? result.fd : result;
  }

  function callbackFace(name: string, run: (args: unknown[]) => Promise<unknown>): AnyFunction {
    return (...all: unknown[]) => {
      const callback = all.at(-1);
      requireCallback(callback);
      const args = all.slice(0, -1);
      const buffer = name === "read" || name === "write" ? args[1] : undefined;
      run(args).then(
        (result) =>
          settle(kernel, () =>
            callback(
              null,
              ...(result === undefined ? [] : [result]),
              ...(buffer === undefined ? [] : [buffer]),
            ),
          ),
        (error: unknown) => settle(kernel, () => callback(error)),
      );
    };
  }
}

/**
 * A plan, made once: making one moves the position of its file. Wrong arguments are thrown at once, failures of the
 * file system go to the callback.
 */
function made(make: () => Plan<unknown>): Plan<unknown> | Promise<never> {
  try {
    return make();
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code?.startsWith("ERR_INVALID") || code === "ERR_OUT_OF_RANGE") throw error;
    return Promise.reject(error);
  }
}

function settle(kernel: Kernel, run: () => void): void {
  const release = kernel.hold();
  queueMicrotask(() => {
    enter(run);
    release();
  });
}

function requireCallback(callback: unknown): asserts callback is Callback {
  if (typeof callback !== "function") throw invalidArgType("cb", "function", undefined);
}

/** `util.promisify(fs.read)` gives both results by name. */
function promisedResult(
  verbs: Record<string, AnyFunction>,
  name: string,
  [first, second]: readonly [string, string],
): void {
  const verb = verbs[name];
  if (verb === undefined) return;
  Object.defineProperty(verb, promisify.custom, {
    value: (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        verb(...args, (error: unknown, count: unknown, buffer: unknown) =>
          error ? reject(error) : resolve({ [first]: count, [second]: buffer }),
        );
      }),
  });
}
