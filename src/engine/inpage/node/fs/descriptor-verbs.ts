import type { Kernel } from "../../kernel.ts";
import { dataBytes } from "./file-data.ts";
import { fileError } from "./file-errors.ts";
import { filePath } from "./file-paths.ts";
import type { OpenFile, OpenFiles } from "./open-files.ts";
import { type Plan, plan } from "./plan.ts";
import { bigintStats, Stats } from "./stats.ts";

type Options = Readonly<Record<string, unknown>> | undefined | null;

export interface ReadTarget {
  readonly buffer: ArrayBufferView;
  readonly offset: number;
  readonly length: number;
  readonly position: number | null;
}

/** `(buffer, offset, length, position)`, `(buffer, options)` or `(options)`, as Node's `read` takes them. */
export function readTarget(args: readonly unknown[]): ReadTarget {
  const first = args[0] ?? new Uint8Array(16_384);
  const [buffer, options] = ArrayBuffer.isView(first)
    ? [first, args[1]]
    : [(first as { buffer?: ArrayBufferView }).buffer ?? new Uint8Array(16_384), first];
  const named =
    typeof options === "object" && options !== null ? (options as Record<string, unknown>) : undefined;
  const [offsetArg, lengthArg, positionArg] =
    named === undefined ? args.slice(1) : [named["offset"], named["length"], named["position"]];
  const offset = Number(offsetArg ?? 0);
  const length = Number(lengthArg ?? buffer.byteLength - offset);
  const isPosition = typeof positionArg === "number" || typeof positionArg === "bigint";
  return { buffer, offset, length, position: isPosition && positionArg >= 0 ? Number(positionArg) : null };
}

/** The verbs that take an open file, each as a plan. */
export function descriptorVerbs(kernel: Kernel, files: OpenFiles) {
  const at = (file: unknown, syscall: string): OpenFile => files.get(file, syscall);
  const nothing =
    (syscall: string) =>
    (fd: unknown): Plan<void> => {
      at(fd, syscall);
      return plan({ syscall }, [], () => undefined);
    };
  return {
    open: (path: unknown, flags: unknown = "r"): Plan<OpenFile> =>
      files.opening(filePath(path, kernel.cwd), flags),
    close: (fd: unknown): Plan<void> => {
      at(fd, "close");
      return plan({ syscall: "close" }, [], () => files.close(fd));
    },
    fstat: (fd: unknown, options?: Options): Plan<Stats> => {
      const file = at(fd, "fstat");
      return plan({ syscall: "fstat" }, [], () => {
        const stat = file.stat();
        return options?.["bigint"] === true ? bigintStats(stat) : new Stats(stat);
      });
    },
    read: (fd: unknown, ...args: unknown[]): Plan<number> => {
      const file = at(fd, "read");
      if (!file.flags.read) throw fileError("EBADF", { syscall: "read" });
      if (file.isFolder) throw fileError("EISDIR", { syscall: "read" });
      const { buffer, offset, length, position } = readTarget(args);
      return plan({ syscall: "read" }, [], () => {
        const start = position ?? file.position;
        const piece = file.bytes().subarray(start, start + length);
        new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(piece, offset);
        if (position === null) file.position += piece.length;
        return piece.length;
      });
    },
    write: (fd: unknown, data: unknown, ...args: unknown[]): Plan<number> => {
      const file = at(fd, "write");
      const isText = typeof data === "string";
      const [first, second, third] = args;
      const encoding = isText && typeof second === "string" ? (second as BufferEncoding) : undefined;
      const all = dataBytes(data, encoding, "buffer");
      const named =
        !isText && typeof first === "object" && first !== null
          ? (first as Record<string, unknown>)
          : undefined;
      const [offsetArg, lengthArg, positionArg] = isText
        ? [0, all.length, first]
        : named === undefined
          ? [first, second, third]
          : [named["offset"], named["length"], named["position"]];
      const offset = Number(offsetArg ?? 0);
      const length = Number(lengthArg ?? all.length - offset);
      const position = typeof positionArg === "number" ? positionArg : null;
      const bytes = all.subarray(offset, offset + length);
      return plan({ syscall: "write" }, file.writing(bytes, position), () => bytes.length);
    },
    ftruncate: (fd: unknown, length: unknown = 0): Plan<void> =>
      plan({ syscall: "ftruncate" }, at(fd, "ftruncate").truncating(Number(length)), () => undefined),
    futimes: (fd: unknown, _accessed: unknown, modified: unknown): Plan<void> => {
      const modifiedMs = modified instanceof Date ? modified.getTime() : Number(modified) * 1000;
      return plan({ syscall: "futime" }, at(fd, "futime").settingTime(modifiedMs), () => undefined);
    },
    fsync: nothing("fsync"),
    fdatasync: nothing("fdatasync"),
    fchmod: nothing("fchmod"),
    fchown: nothing("fchown"),
  };
}
