import type { Kernel, VolumeChange, VolumeStat } from "../../kernel.ts";
import { nodeError } from "../node-error.ts";
import { constants, openFlags } from "./file-constants.ts";
import { asData, dataBytes, textOptions } from "./file-data.ts";
import { fileError } from "./file-errors.ts";
import { childOf, type FilePath, filePath, parentOf } from "./file-paths.ts";
import { OpenFile, type OpenFiles } from "./open-files.ts";
import { type Plan, plan } from "./plan.ts";
import { bigintStats, Dirent, Stats } from "./stats.ts";

type Options = Readonly<Record<string, unknown>> | undefined | null;

/** The verbs of `fs` that take a path, each as a plan. Their arguments are Node's, without a callback. */
export function pathVerbs(kernel: Kernel, files: OpenFiles) {
  const { volume } = kernel;
  const at = (value: unknown, name?: string) => filePath(value, kernel.cwd, name);
  const statOf = (path: FilePath, syscall: string): VolumeStat => {
    const stat = volume.stat(path.full);
    if (stat !== undefined) return stat;
    const blocker = volume.stat(parentOf(path.full));
    throw fileError(blocker?.kind === "file" ? "ENOTDIR" : "ENOENT", { syscall, path: path.shown });
  };
  const stat =
    (syscall: string) =>
    (value: unknown, options?: Options): Plan<Stats | undefined> => {
      const path = at(value);
      return plan({ syscall, path: path.shown }, [], () => {
        if (options?.["throwIfNoEntry"] === false && volume.stat(path.full) === undefined) return undefined;
        const found = statOf(path, syscall);
        return options?.["bigint"] === true ? bigintStats(found) : new Stats(found);
      });
    };
  const readAll = (path: FilePath, syscall: string): Uint8Array => {
    const found = statOf(path, syscall);
    if (found.kind === "folder") throw fileError("EISDIR", { syscall: "read" });
    return volume.read(path.full);
  };
  const writing = (value: unknown, data: unknown, options: unknown, defaultFlag: string): Plan<void> => {
    const { encoding, flag } = textOptions(options);
    const bytes = dataBytes(data, encoding);
    if (isDescriptor(value) || value instanceof OpenFile) {
      const file = value instanceof OpenFile ? value : files.get(value, "write");
      return plan({ syscall: "write" }, file.writing(bytes, null), () => undefined);
    }
    const path = at(value);
    // As in Node, O_RDONLY (0) counts as no flag.
    const flags = openFlags(flag || defaultFlag);
    const context = { syscall: "open", path: path.shown };
    if (!flags.create) statOf(path, "open");
    if (!flags.write) throw fileError("EBADF", { syscall: "write" });
    const change = { kind: "write", path: path.full, append: flags.append } as const;
    if (flags.create && flags.exclusive) {
      return plan(context, [{ ...change, bytes, exclusive: true }], () => undefined);
    }
    const keeps = !flags.truncate && !flags.append && volume.stat(path.full) !== undefined;
    const before = keeps ? readAll(path, "open") : new Uint8Array(0);
    const whole = new Uint8Array(Math.max(before.length, bytes.length));
    whole.set(before);
    whole.set(bytes);
    // Both at once empties the file first.
    const empties: VolumeChange[] =
      flags.truncate && flags.append ? [{ ...change, append: false, bytes: new Uint8Array(0) }] : [];
    return plan(context, [...empties, { ...change, bytes: whole }], () => undefined);
  };

  const listing = (value: unknown, options?: unknown): Plan<unknown[]> => {
    const path = at(value);
    const { encoding, rest } = textOptions(options);
    const context = { syscall: "scandir", path: path.shown };
    return plan(context, [], () => {
      const found: (string | Dirent)[] = [];
      const walk = (folder: string, prefix: string, shownFolder: string) => {
        for (const name of volume.list(folder)) {
          const full = childOf(folder, name);
          const kind = volume.stat(full)?.kind ?? "file";
          found.push(rest["withFileTypes"] === true ? new Dirent(full, kind, shownFolder) : prefix + name);
          if (rest["recursive"] === true && kind === "folder") {
            walk(full, `${prefix}${name}/`, `${shownFolder.replace(/\/$/, "")}/${name}`);
          }
        }
      };
      walk(path.full, "", path.shown);
      const wantsBuffers = typeof options === "object" && (options as Options)?.["encoding"] === "buffer";
      return wantsBuffers
        ? found.map((one) =>
            typeof one === "string" ? asData(new TextEncoder().encode(one), encoding) : one,
          )
        : found;
    });
  };

  const makingFolder = (value: unknown, options?: unknown): Plan<string | undefined> => {
    const path = at(value);
    const recursive = typeof options === "object" && (options as Options)?.["recursive"] === true;
    let first: string | undefined;
    if (recursive) {
      for (let one = path.full; volume.stat(one) === undefined; one = parentOf(one)) first = one;
    }
    const change: VolumeChange = { kind: "make-folder", path: path.full, recursive };
    return plan({ syscall: "mkdir", path: path.shown }, [change], () => first);
  };

  const removing = (value: unknown, options?: Options): Plan<void> => {
    const path = at(value);
    const recursive = options?.["recursive"] === true;
    const force = options?.["force"] === true;
    const found = volume.stat(path.full);
    if (found?.kind === "folder" && !recursive) {
      throw Object.assign(
        nodeError(
          Error,
          "ERR_FS_EISDIR",
          `Path is a directory: rm returned EISDIR (is a directory) ${path.shown}`,
        ),
        { name: "SystemError", errno: 21, syscall: "rm", path: path.shown },
      );
    }
    const change: VolumeChange = { kind: "remove", path: path.full, recursive, force };
    return plan({ syscall: "lstat", path: path.shown }, [change], () => undefined);
  };

  const removingFolder = (value: unknown): Plan<void> => {
    const path = at(value);
    const context = { syscall: "rmdir", path: path.shown };
    if (statOf(path, "rmdir").kind === "file") throw fileError("ENOTDIR", context);
    return plan(
      context,
      [{ kind: "remove", path: path.full, recursive: false, force: false }],
      () => undefined,
    );
  };

  const unlinking = (value: unknown): Plan<void> => {
    const path = at(value);
    const context = { syscall: "unlink", path: path.shown };
    if (volume.stat(path.full)?.kind === "folder") throw fileError("EISDIR", context);
    return plan(
      context,
      [{ kind: "remove", path: path.full, recursive: false, force: false }],
      () => undefined,
    );
  };

  const moving =
    (kind: "rename" | "link") =>
    (fromValue: unknown, toValue: unknown): Plan<void> => {
      const from = at(fromValue, kind === "rename" ? "oldPath" : "existingPath");
      const to = at(toValue, "newPath");
      const context = { syscall: kind, path: from.shown, dest: to.shown };
      return plan(context, [{ kind, from: from.full, to: to.full }], () => undefined);
    };

  const copying = (fromValue: unknown, toValue: unknown, mode?: unknown): Plan<void> => {
    const from = at(fromValue, "src");
    const to = at(toValue, "dest");
    const context = { syscall: "copyfile", path: from.shown, dest: to.shown };
    const found = volume.stat(from.full);
    if (found === undefined) throw fileError("ENOENT", context);
    if (found.kind === "folder") throw fileError("EISDIR", context);
    const exclusive = (Number(mode ?? 0) & constants.COPYFILE_EXCL) !== 0;
    const bytes = volume.read(from.full).slice();
    return plan(context, [{ kind: "write", path: to.full, bytes, exclusive }], () => undefined);
  };

  const copyingTree = (fromValue: unknown, toValue: unknown, options?: Options): Plan<void> => {
    const from = at(fromValue, "src");
    const to = at(toValue, "dest");
    const context = { syscall: "cp", path: from.shown, dest: to.shown };
    const found = statOf(from, "lstat");
    if (found.kind === "folder" && options?.["recursive"] !== true) {
      throw Object.assign(
        nodeError(
          Error,
          "ERR_FS_EISDIR",
          `Recursive option not enabled, cannot copy a directory: cp returned EISDIR (${from.shown} is a directory (not copied)) ${from.shown}`,
        ),
        { name: "SystemError", errno: 21, syscall: "cp", path: from.shown },
      );
    }
    const changes: VolumeChange[] = [];
    const keep = options?.["force"] === false;
    const walk = (source: string, target: string) => {
      if (volume.stat(source)?.kind === "folder") {
        changes.push({ kind: "make-folder", path: target, recursive: true });
        for (const name of volume.list(source)) walk(childOf(source, name), childOf(target, name));
      } else if (!keep || volume.stat(target) === undefined) {
        changes.push({ kind: "write", path: target, bytes: volume.read(source).slice() });
      }
    };
    changes.push({ kind: "make-folder", path: parentOf(to.full), recursive: true });
    walk(from.full, to.full);
    return plan(context, changes, () => undefined);
  };

  const checking = (value: unknown): Plan<void> => {
    const path = at(value);
    return plan({ syscall: "access", path: path.shown }, [], () => void statOf(path, "access"));
  };

  const settingTimes = (value: unknown, _accessed: unknown, modified: unknown): Plan<void> => {
    const path = at(value);
    const context = { syscall: "utime", path: path.shown };
    const modifiedMs = timeMs(modified);
    return plan(context, [{ kind: "set-times", path: path.full, modifiedMs }], () => undefined);
  };

  /** There are no permissions and no owners: only that the path is there is checked. */
  const ignoring =
    (syscall: string) =>
    (value: unknown): Plan<void> => {
      const path = at(value);
      return plan({ syscall, path: path.shown }, [], () => void statOf(path, syscall));
    };

  const refusing =
    (syscall: string, code: string) =>
    (value: unknown): Plan<never> => {
      throw fileError(code, { syscall, path: at(value).shown });
    };

  return {
    access: checking,
    appendFile: (value: unknown, data: unknown, options?: unknown) => writing(value, data, options, "a"),
    chmod: ignoring("chmod"),
    chown: ignoring("chown"),
    copyFile: copying,
    cp: copyingTree,
    lchown: ignoring("lchown"),
    link: moving("link"),
    lstat: stat("lstat"),
    lutimes: settingTimes,
    mkdir: makingFolder,
    mkdtemp: (prefix: unknown): Plan<string> => {
      const name = `${at(prefix, "prefix").shown}${randomSuffix()}`;
      const made: VolumeChange = { kind: "make-folder", path: at(name).full, recursive: false };
      return plan({ syscall: "mkdtemp", path: name }, [made], () => name);
    },
    readdir: listing,
    readFile: (value: unknown, options?: unknown): Plan<unknown> => {
      const { encoding } = textOptions(options);
      if (isDescriptor(value) || value instanceof OpenFile) {
        const file = value instanceof OpenFile ? value : files.get(value, "read");
        return plan({ syscall: "read" }, [], () => asData(file.bytes().subarray(file.position), encoding));
      }
      const path = at(value);
      return plan({ syscall: "open", path: path.shown }, [], () => asData(readAll(path, "open"), encoding));
    },
    readlink: refusing("readlink", "EINVAL"),
    realpath: (value: unknown): Plan<string> => {
      const path = at(value);
      return plan({ syscall: "realpath", path: path.shown }, [], () => {
        statOf(path, "realpath");
        return path.full;
      });
    },
    rename: moving("rename"),
    rm: removing,
    rmdir: removingFolder,
    stat: stat("stat"),
    statfs: (value: unknown) => {
      const path = at(value);
      return plan({ syscall: "statfs", path: path.shown }, [], () => ({
        type: 0,
        bsize: 4096,
        blocks: 65_536,
        bfree: 32_768,
        bavail: 32_768,
        files: 0,
        ffree: 0,
      }));
    },
    symlink: (_target: unknown, value: unknown) => refusing("symlink", "ENOSYS")(value),
    truncate: (value: unknown, length: unknown = 0): Plan<void> => {
      const path = at(value);
      const whole = new Uint8Array(Number(length));
      whole.set(readAll(path, "open").subarray(0, whole.length));
      return plan(
        { syscall: "open", path: path.shown },
        [{ kind: "write", path: path.full, bytes: whole }],
        () => undefined,
      );
    },
    unlink: unlinking,
    utimes: settingTimes,
    writeFile: (value: unknown, data: unknown, options?: unknown) => writing(value, data, options, "w"),
  };
}

function isDescriptor(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function timeMs(time: unknown): number {
  if (time instanceof Date) return time.getTime();
  return Number(time) * 1000;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function randomSuffix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");
}
