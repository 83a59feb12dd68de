import type { Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import type { Kernel } from "../../kernel.ts";
import { FileImage, RESERVED, UNLOCKED } from "./file-image.ts";

export const VFS_NAME = "keepsake";

const LONGEST_PATH_BYTES = 1024;
/** Julian days of 1970, in milliseconds. */
const JULIAN_1970_MS = 210_866_760_000_000;
/** SQLITE_OPEN_DELETEONCLOSE. */
const DELETE_ON_CLOSE = 8;

/** What SQLite reads and writes: a database of the tree, or something of this process alone. */
interface OpenFile {
  readonly image: FileImage | ScratchFile;
  readonly owner: object;
  readonly name: string;
  readonly isDropped: boolean;
}

/** A journal or a temporary file. No other process needs it: a transaction is published whole or not at all. */
class ScratchFile {
  #bytes = new Uint8Array(0);
  size = 0;

  read(target: Uint8Array, offset: number): boolean {
    const part = this.#bytes.subarray(offset, Math.min(this.size, offset + target.length));
    target.set(part);
    target.fill(0, part.length);
    return part.length === target.length;
  }

  write(source: Uint8Array, offset: number): void {
    const end = offset + source.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(source, offset);
    this.size = Math.max(this.size, end);
  }

  truncate(size: number): void {
    this.#bytes.fill(0, size);
    this.size = size;
  }
}

/** Lets SQLite keep databases in the machine's file tree. Call once in a process. */
export function installTreeFiles(sqlite: Sqlite3Static, kernel: Kernel): void {
  const { capi, wasm } = sqlite;
  const { volume } = kernel;
  const images = new Map<string, FileImage>();
  const scratch = new Map<string, ScratchFile>();
  const open = new Map<number, OpenFile>();
  const heap = (pointer: number, length: number) => wasm.heap8u().subarray(pointer, pointer + length);
  const fileAt = (pointer: number): OpenFile => {
    const file = open.get(pointer);
    if (file === undefined) throw new Error("SQLite names a file that is not open");
    return file;
  };
  /** A change of the tree may be refused; SQLite is told so by a number. */
  const orElse = (code: number, run: () => number): number => {
    try {
      return run();
    } catch {
      return code;
    }
  };

  const io = new capi.sqlite3_io_methods();
  const methods = {
    xClose: (pointer: number) => {
      const { image, owner, name, isDropped } = fileAt(pointer);
      if (image instanceof FileImage) image.unlock(owner, UNLOCKED);
      else if (isDropped) scratch.delete(name);
      open.delete(pointer);
      return capi.SQLITE_OK;
    },
    xRead: (pointer: number, target: number, length: number, offset: bigint) =>
      fileAt(pointer).image.read(heap(target, length), Number(offset))
        ? capi.SQLITE_OK
        : capi.SQLITE_IOERR_SHORT_READ,
    xWrite: (pointer: number, source: number, length: number, offset: bigint) =>
      orElse(capi.SQLITE_IOERR_WRITE, () => {
        fileAt(pointer).image.write(heap(source, length), Number(offset));
        return capi.SQLITE_OK;
      }),
    xTruncate: (pointer: number, size: bigint) => {
      fileAt(pointer).image.truncate(Number(size));
      return capi.SQLITE_OK;
    },
    xSync: () => capi.SQLITE_OK,
    xFileSize: (pointer: number, target: number) => {
      wasm.poke64(target, BigInt(fileAt(pointer).image.size));
      return capi.SQLITE_OK;
    },
    xLock: (pointer: number, level: number) => {
      const { image, owner } = fileAt(pointer);
      return !(image instanceof FileImage) || image.lock(owner, level) ? capi.SQLITE_OK : capi.SQLITE_BUSY;
    },
    xUnlock: (pointer: number, level: number) =>
      orElse(capi.SQLITE_IOERR_UNLOCK, () => {
        const { image, owner } = fileAt(pointer);
        if (image instanceof FileImage) image.unlock(owner, level);
        return capi.SQLITE_OK;
      }),
    xCheckReservedLock: (pointer: number, target: number) => {
      const { image } = fileAt(pointer);
      wasm.poke32(target, image instanceof FileImage && image.isReserved() ? 1 : 0);
      return capi.SQLITE_OK;
    },
    xFileControl: (pointer: number, operation: number) => {
      if (operation !== capi.SQLITE_FCNTL_COMMIT_PHASETWO) return capi.SQLITE_NOTFOUND;
      return orElse(capi.SQLITE_IOERR_WRITE, () => {
        const { image, owner } = fileAt(pointer);
        // With locking_mode=EXCLUSIVE the lock stays, and the transaction is to be seen all the same.
        if (image instanceof FileImage && image.levelOf(owner) >= RESERVED) image.publish();
        return capi.SQLITE_OK;
      });
    },
    xSectorSize: () => 4096,
    xDeviceCharacteristics: () => 0,
  };

  const vfs = new capi.sqlite3_vfs();
  vfs.$iVersion = 2;
  const anyFile = new capi.sqlite3_file();
  vfs.$szOsFile = anyFile.structInfo.sizeof;
  anyFile.dispose();
  vfs.$mxPathname = LONGEST_PATH_BYTES;
  const vfsMethods = {
    xOpen: (_vfs: number, name: number, pointer: number, flags: number, flagsOut: number) =>
      orElse(capi.SQLITE_CANTOPEN, () => {
        const path = name === 0 ? `temporary ${pointer}` : String(wasm.cstrToJs(name));
        let image: FileImage | ScratchFile;
        if ((flags & capi.SQLITE_OPEN_MAIN_DB) !== 0) {
          const there = volume.stat(path);
          if (there?.kind === "folder") return capi.SQLITE_CANTOPEN;
          if (there === undefined && (flags & capi.SQLITE_OPEN_CREATE) === 0) return capi.SQLITE_CANTOPEN;
          if (there === undefined) volume.apply({ kind: "write", path, bytes: new Uint8Array(0) });
          image = images.get(path) ?? new FileImage(kernel, path);
          images.set(path, image);
        } else {
          const known = scratch.get(path);
          if (known === undefined && (flags & capi.SQLITE_OPEN_CREATE) === 0) return capi.SQLITE_CANTOPEN;
          image = known ?? new ScratchFile();
          scratch.set(path, image);
        }
        open.set(pointer, { image, owner: {}, name: path, isDropped: (flags & DELETE_ON_CLOSE) !== 0 });
        const file = new capi.sqlite3_file(pointer);
        file.$pMethods = io.pointer;
        file.dispose();
        if (flagsOut !== 0) wasm.poke32(flagsOut, flags);
        return capi.SQLITE_OK;
      }),
    xDelete: (_vfs: number, name: number) => {
      const path = String(wasm.cstrToJs(name));
      if (!scratch.delete(path)) return capi.SQLITE_IOERR_DELETE_NOENT;
      return capi.SQLITE_OK;
    },
    xAccess: (_vfs: number, name: number, _flags: number, target: number) => {
      const path = String(wasm.cstrToJs(name));
      const isThere = scratch.has(path) || volume.stat(path)?.kind === "file";
      wasm.poke32(target, isThere ? 1 : 0);
      return capi.SQLITE_OK;
    },
    xFullPathname: (_vfs: number, name: number, length: number, target: number) =>
      wasm.cstrncpy(target, name, length) < length ? capi.SQLITE_OK : capi.SQLITE_CANTOPEN,
    xRandomness: (_vfs: number, length: number, target: number) => {
      heap(target, length).set(crypto.getRandomValues(new Uint8Array(length)));
      return length;
    },
    // Nobody could do anything meanwhile.
    xSleep: () => 0,
    xCurrentTimeInt64: (_vfs: number, target: number) => {
      wasm.poke64(target, BigInt(JULIAN_1970_MS + Date.now()));
      return capi.SQLITE_OK;
    },
    xCurrentTime: (_vfs: number, target: number) => {
      wasm.poke64f(target, (JULIAN_1970_MS + Date.now()) / 86_400_000);
      return capi.SQLITE_OK;
    },
    xGetLastError: () => 0,
  };
  // The types have another name for it.
  Object.assign(io, { $iVersion: 1 });
  sqlite.vfs.installVfs({
    io: { struct: io, methods: methods as never },
    vfs: { struct: vfs, methods: vfsMethods as never, name: VFS_NAME, asDefault: true },
  });
}
