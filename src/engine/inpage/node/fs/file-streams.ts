import type { Buffer as NodeBuffer } from "node:buffer";
import { Buffer } from "../buffer.ts";
import { outOfRange } from "../node-error.ts";
import { Readable, Writable } from "../stream.ts";
import { textOptions } from "./file-data.ts";

/** What the streams need of the promised face. */
export interface StreamFiles {
  open(path: unknown, flags: unknown): Promise<StreamHandle>;
}
export interface StreamHandle {
  readonly fd: number;
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ bytesRead: number }>;
  write(data: unknown, offset?: number, length?: number, position?: number): Promise<unknown>;
  close(): Promise<void>;
}

type Done = (error?: Error | null) => void;
const READ_CHUNK_BYTES = 65_536;

export type FileStreams = ReturnType<typeof fileStreams>;

export function fileStreams(files: StreamFiles) {
  class ReadStream extends Readable {
    readonly path: unknown;
    readonly flags: unknown;
    bytesRead = 0;
    fd: number | null = null;
    #handle: StreamHandle | undefined;
    readonly #end: number;
    #position: number | null;
    readonly #closes: boolean;

    constructor(path: unknown, options: unknown) {
      const { encoding, rest } = textOptions(options);
      const start = bound(rest["start"], "start");
      const end = bound(rest["end"], "end") ?? Number.POSITIVE_INFINITY;
      if (start !== undefined && start > end) {
        throw outOfRange("start", `<= "end" (here: ${end})`, start);
      }
      super({
        highWaterMark: Number(rest["highWaterMark"] ?? READ_CHUNK_BYTES),
        emitClose: rest["emitClose"] !== false,
        autoDestroy: rest["autoClose"] !== false,
        ...(encoding !== undefined && { encoding }),
        ...(rest["signal"] instanceof AbortSignal && { signal: rest["signal"] }),
      });
      this.path = path;
      this.flags = rest["flags"] ?? "r";
      this.#position = start ?? (end === Number.POSITIVE_INFINITY ? null : 0);
      this.#end = end;
      this.#closes = rest["autoClose"] !== false;
      if (isHandle(rest["fd"])) this.#handle = rest["fd"];
    }
    get pending(): boolean {
      return this.fd === null;
    }
    override _construct(done: Done): void {
      opened(this.#handle ?? files.open(this.path, this.flags)).then(
        (handle) => {
          this.#handle = handle;
          this.fd = handle.fd;
          done();
          this.emit("open", this.fd);
          this.emit("ready");
        },
        (error: Error) => done(error),
      );
    }
    override _read(size: number): void {
      const at = this.#position;
      const room = at === null ? size : Math.min(size, this.#end - at + 1);
      if (room <= 0 || this.#handle === undefined) {
        this.push(null);
        return;
      }
      const buffer = Buffer.alloc(room);
      this.#handle.read(buffer, 0, room, at).then(
        ({ bytesRead }) => {
          this.bytesRead += bytesRead;
          if (this.#position !== null) this.#position += bytesRead;
          this.push(bytesRead === 0 ? null : (buffer.subarray(0, bytesRead) as NodeBuffer));
        },
        (error: Error) => this.destroy(error),
      );
    }
    override _destroy(error: Error | null, done: Done): void {
      closed(this.#closes ? this.#handle : undefined, error, done);
    }
    close(done?: Done): void {
      if (done !== undefined) this.once("close", done);
      this.destroy();
    }
  }

  class WriteStream extends Writable {
    readonly path: unknown;
    readonly flags: unknown;
    bytesWritten = 0;
    fd: number | null = null;
    #handle: StreamHandle | undefined;
    #position: number | undefined;
    readonly #closes: boolean;

    constructor(path: unknown, options: unknown) {
      const { encoding, rest } = textOptions(options);
      const start = bound(rest["start"], "start");
      super({
        highWaterMark: Number(rest["highWaterMark"] ?? 65_536),
        emitClose: rest["emitClose"] !== false,
        ...(encoding !== undefined && { defaultEncoding: encoding }),
        ...(rest["signal"] instanceof AbortSignal && { signal: rest["signal"] }),
      });
      this.path = path;
      this.flags = rest["flags"] ?? (start === undefined ? "w" : "r+");
      this.#position = start;
      this.#closes = rest["autoClose"] !== false;
      if (isHandle(rest["fd"])) this.#handle = rest["fd"];
    }
    get pending(): boolean {
      return this.fd === null;
    }
    override _construct(done: Done): void {
      opened(this.#handle ?? files.open(this.path, this.flags)).then(
        (handle) => {
          this.#handle = handle;
          this.fd = handle.fd;
          done();
          this.emit("open", this.fd);
          this.emit("ready");
        },
        (error: Error) => done(error),
      );
    }
    override _write(chunk: NodeBuffer, _encoding: string, done: Done): void {
      const at = this.#position;
      (this.#handle?.write(chunk, 0, chunk.length, at) ?? Promise.resolve()).then(
        () => {
          this.bytesWritten += chunk.length;
          if (this.#position !== undefined) this.#position += chunk.length;
          done();
        },
        (error: Error) => done(error),
      );
    }
    override _writev(chunks: { chunk: NodeBuffer }[], done: Done): void {
      this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), "buffer", done);
    }
    override _destroy(error: Error | null, done: Done): void {
      closed(this.#closes ? this.#handle : undefined, error, done);
    }
    close(done?: Done): void {
      if (done !== undefined) {
        if (this.closed) queueMicrotask(done);
        else this.once("close", done);
      }
      this.end();
    }
  }

  return {
    ReadStream,
    WriteStream,
    FileReadStream: ReadStream,
    FileWriteStream: WriteStream,
    createReadStream: (path: unknown, options?: unknown) => new ReadStream(path, options),
    createWriteStream: (path: unknown, options?: unknown) => new WriteStream(path, options),
  };
}

async function opened(handle: StreamHandle | Promise<StreamHandle>): Promise<StreamHandle> {
  return handle;
}

function closed(handle: StreamHandle | undefined, error: Error | null, done: Done): void {
  if (handle === undefined) done(error);
  else
    handle.close().then(
      () => done(error),
      (failure: Error) => done(error ?? failure),
    );
}

function isHandle(value: unknown): value is StreamHandle {
  return typeof value === "object" && value !== null && "read" in value && "write" in value;
}

function bound(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (number === Number.POSITIVE_INFINITY) return number;
  if (!Number.isInteger(number) || number < 0) {
    throw outOfRange(name, ">= 0 && <= 9007199254740991", value);
  }
  return number;
}
