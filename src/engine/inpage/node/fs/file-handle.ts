import type { Kernel } from "../../kernel.ts";
import { EventEmitter } from "../event-emitter.ts";
import type { descriptorVerbs } from "./descriptor-verbs.ts";
import { readTarget } from "./descriptor-verbs.ts";
import { fileError } from "./file-errors.ts";
import type { FileStreams } from "./file-streams.ts";
import type { OpenFile } from "./open-files.ts";
import { type Plan, runLater } from "./plan.ts";
import type { Stats } from "./stats.ts";
import type { pathVerbs } from "./verbs.ts";

interface HandleParts {
  readonly kernel: Kernel;
  readonly paths: ReturnType<typeof pathVerbs>;
  readonly descriptors: ReturnType<typeof descriptorVerbs>;
  readonly streams: () => FileStreams;
}

/** What `fs.promises.open` gives. */
export class FileHandle extends EventEmitter {
  readonly #file: OpenFile;
  readonly #parts: HandleParts;
  #closing: Promise<void> | undefined;

  constructor(file: OpenFile, parts: HandleParts) {
    super();
    this.#file = file;
    this.#parts = parts;
  }

  get fd(): number {
    return this.#closing === undefined ? this.#file.fd : -1;
  }

  #run<T>(syscall: string, make: () => Plan<T>): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(fileError("EBADF", { syscall }));
    try {
      return runLater(this.#parts.kernel, make());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async read(...args: unknown[]): Promise<{ bytesRead: number; buffer: ArrayBufferView }> {
    const target = readTarget(args);
    const { buffer, offset, length, position } = target;
    const bytesRead = await this.#run("read", () =>
      this.#parts.descriptors.read(this.#file.fd, buffer, offset, length, position),
    );
    return { bytesRead, buffer };
  }
  async write(data: unknown, ...args: unknown[]): Promise<{ bytesWritten: number; buffer: unknown }> {
    const bytesWritten = await this.#run("write", () =>
      this.#parts.descriptors.write(this.#file.fd, data, ...args),
    );
    return { bytesWritten, buffer: data };
  }
  async writev(
    buffers: readonly Uint8Array[],
    position?: number,
  ): Promise<{ bytesWritten: number; buffers: unknown }> {
    let bytesWritten = 0;
    for (const one of buffers) {
      const at = position === undefined ? undefined : position + bytesWritten;
      bytesWritten += (await this.write(one, 0, one.length, at)).bytesWritten;
    }
    return { bytesWritten, buffers };
  }
  readFile(options?: unknown): Promise<unknown> {
    return this.#run("read", () => this.#parts.paths.readFile(this.#file, options));
  }
  writeFile(data: unknown, options?: unknown): Promise<void> {
    return this.#run("write", () => this.#parts.paths.writeFile(this.#file, data, options));
  }
  appendFile(data: unknown, options?: unknown): Promise<void> {
    return this.writeFile(data, options);
  }
  stat(options?: Readonly<Record<string, unknown>>): Promise<Stats> {
    return this.#run("fstat", () => this.#parts.descriptors.fstat(this.#file.fd, options));
  }
  truncate(length = 0): Promise<void> {
    return this.#run("ftruncate", () => this.#parts.descriptors.ftruncate(this.#file.fd, length));
  }
  utimes(accessed: unknown, modified: unknown): Promise<void> {
    return this.#run("futime", () => this.#parts.descriptors.futimes(this.#file.fd, accessed, modified));
  }
  sync(): Promise<void> {
    return this.#run("fsync", () => this.#parts.descriptors.fsync(this.#file.fd));
  }
  datasync(): Promise<void> {
    return this.#run("fdatasync", () => this.#parts.descriptors.fdatasync(this.#file.fd));
  }
  chmod(): Promise<void> {
    return this.#run("fchmod", () => this.#parts.descriptors.fchmod(this.#file.fd));
  }
  chown(): Promise<void> {
    return this.#run("fchown", () => this.#parts.descriptors.fchown(this.#file.fd));
  }
  async *readLines(): AsyncGenerator<string> {
    const lines = String(await this.readFile("utf8")).split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    yield* lines;
  }
  createReadStream(options: object = {}): unknown {
    return this.#parts.streams().createReadStream(this.#file.path.full, { ...options, fd: this });
  }
  createWriteStream(options: object = {}): unknown {
    return this.#parts.streams().createWriteStream(this.#file.path.full, { ...options, fd: this });
  }
  close(): Promise<void> {
    this.#closing ??= runLater(this.#parts.kernel, this.#parts.descriptors.close(this.#file.fd)).then(() => {
      this.emit("close");
    });
    return this.#closing;
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
