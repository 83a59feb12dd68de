import type { Buffer as NodeBuffer } from "node:buffer";
import { Buffer } from "./buffer.ts";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { crc32 } from "./crc32.ts";
import { deflateRaw } from "./deflate.ts";
import { adler32 } from "./deflate-tables.ts";
import { gunzipWhole, gzipWhole, isGzip } from "./gzip-sync.ts";
import { InflateError, inflateRaw } from "./inflate.ts";
import { invalidArgType, nodeError, outOfRange } from "./node-error.ts";
import { Transform } from "./stream.ts";
import { enter } from "./ticks.ts";

type Format = "gzip" | "deflate" | "deflate-raw";
type Direction = "compress" | "decompress";
type Callback = (error: Error | null, result?: NodeBuffer) => void;
type Done = (error?: Error | null) => void;

const constants = {
  Z_NO_FLUSH: 0,
  Z_PARTIAL_FLUSH: 1,
  Z_SYNC_FLUSH: 2,
  Z_FULL_FLUSH: 3,
  Z_FINISH: 4,
  Z_BLOCK: 5,
  Z_OK: 0,
  Z_STREAM_END: 1,
  Z_NEED_DICT: 2,
  Z_ERRNO: -1,
  Z_STREAM_ERROR: -2,
  Z_DATA_ERROR: -3,
  Z_MEM_ERROR: -4,
  Z_BUF_ERROR: -5,
  Z_NO_COMPRESSION: 0,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  Z_DEFAULT_COMPRESSION: -1,
  Z_DEFAULT_STRATEGY: 0,
  Z_MIN_WINDOWBITS: 8,
  Z_MAX_WINDOWBITS: 15,
  Z_DEFAULT_WINDOWBITS: 15,
  Z_DEFAULT_CHUNK: 16_384,
  Z_DEFAULT_MEMLEVEL: 8,
  Z_DEFAULT_LEVEL: -1,
  BROTLI_OPERATION_PROCESS: 0,
  BROTLI_OPERATION_FLUSH: 1,
  BROTLI_OPERATION_FINISH: 2,
  BROTLI_PARAM_QUALITY: 1,
  BROTLI_MIN_QUALITY: 0,
  BROTLI_MAX_QUALITY: 11,
  BROTLI_DEFAULT_QUALITY: 11,
} as const;

function codec(format: Format, direction: Direction): GenericTransformStream {
  return direction === "compress" ? new CompressionStream(format) : new DecompressionStream(format);
}

/** The browser's own codec as a Node stream. It decides when to emit: `flush` cannot force it. */
class Codec extends Transform {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #drained: Promise<void>;
  bytesWritten = 0;

  constructor(format: Format, direction: Direction) {
    super({ decodeStrings: true });
    const { readable, writable } = codec(format, direction);
    this.#writer = writable.getWriter();
    this.#drained = this.#forward(readable.getReader());
    this.#drained.catch(() => undefined);
  }
  async #forward(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    for (let next = await reader.read(); !next.done; next = await reader.read())
      this.push(Buffer.from(next.value));
  }
  override _transform(chunk: NodeBuffer, _encoding: string, done: Done): void {
    this.bytesWritten += chunk.length;
    this.#writer.write(chunk).then(
      () => done(),
      () => done(badData()),
    );
  }
  override _flush(done: Done): void {
    Promise.all([this.#writer.close(), this.#drained]).then(
      () => done(),
      () => done(badData()),
    );
  }
  flush(kind?: number | (() => void), callback?: () => void): void {
    const done = typeof kind === "function" ? kind : callback;
    if (done !== undefined) queueMicrotask(done);
  }
  close(done?: () => void): void {
    if (done !== undefined) this.once("close", done);
    this.destroy();
  }
}

/** `zlib.Gzip` and its like: packages ask with `instanceof` what a stream is. */
function codecClass(name: string, format: Format | undefined, direction: Direction) {
  const Stream = class extends Codec {
    constructor(options?: unknown) {
      checkLevel(options);
      super(format ?? "gzip", direction);
    }
  };
  return Object.defineProperty(Stream, "name", { value: name });
}

/** The browser's codec knows one level; what Node refuses is refused. */
function checkLevel(options: unknown): void {
  const { level } = (options ?? {}) as { level?: unknown };
  if (level === undefined) return;
  if (typeof level !== "number") throw invalidArgType("options.level", "number", level);
  if (level < -1 || level > 9) throw outOfRange("options.level", ">= -1 and <= 9", level);
}

/** The most bytes that a conversion at one call may give. */
function lengthLimit(options: unknown): number {
  const { maxOutputLength: limit } = (options ?? {}) as { maxOutputLength?: unknown };
  if (limit === undefined || Number.isNaN(limit)) return Number.MAX_SAFE_INTEGER;
  if (typeof limit !== "number") throw invalidArgType("options.maxOutputLength", "number", limit);
  if (limit < 1 || limit > Number.MAX_SAFE_INTEGER)
    throw outOfRange("options.maxOutputLength", `>= 1 and <= ${Number.MAX_SAFE_INTEGER}`, limit);
  return limit;
}

function tooLarge(lengthAtMost: number): Error {
  return nodeError(
    RangeError,
    "ERR_BUFFER_TOO_LARGE",
    `Cannot create a Buffer larger than ${lengthAtMost} bytes`,
  );
}

function badData(): Error {
  return Object.assign(new Error("incorrect header check"), { errno: -3, code: "Z_DATA_ERROR" });
}

async function convert(
  bytes: Uint8Array,
  format: Format,
  direction: Direction,
  lengthAtMost: number,
): Promise<NodeBuffer> {
  // Not a Blob's stream: WebKit reads none in an opaque origin under COEP.
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const reader: ReadableStreamDefaultReader<Uint8Array> = source
    .pipeThrough(codec(format, direction))
    .getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    while (length <= lengthAtMost) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(parts);
      parts.push(value);
      length += value.length;
    }
  } catch {
    return convertSlowly(bytes, format, lengthAtMost);
  }
  reader.cancel().catch(() => undefined);
  throw tooLarge(lengthAtMost);
}

/** The browser's codec does not say what was wrong, and refuses what follows the end: our own says it as Node does. */
function convertSlowly(bytes: Uint8Array, format: Format, lengthAtMost: number): NodeBuffer {
  const unpack = { gzip: gunzipSync, deflate: inflateSync, "deflate-raw": inflateRawSync }[format];
  return unpack(bytes, { maxOutputLength: lengthAtMost });
}

function bytesOf(data: unknown): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw invalidArgType("chunk", ["string", "Buffer", "TypedArray", "DataView"], data);
}

function withCallback(format: Format | undefined, direction: Direction) {
  return (data: unknown, options: unknown, callback?: Callback): void => {
    const done = (typeof options === "function" ? options : callback) as Callback | undefined;
    if (typeof done !== "function") throw invalidArgType("callback", "function", done);
    const given = typeof options === "function" ? undefined : options;
    if (direction === "compress") checkLevel(given);
    const lengthAtMost = lengthLimit(given);
    const bytes = bytesOf(data);
    convert(bytes, format ?? sniffed(bytes), direction, lengthAtMost).then(
      (result) => enter(() => done(null, result)),
      (error: Error) => enter(() => done(error)),
    );
  };
}

/** gzip or deflate, as `unzip` decides. */
function sniffed(bytes: Uint8Array): Format {
  return isGzip(bytes) ? "gzip" : "deflate";
}

/** RFC 1950 §2.2: the header of a 32 KiB window at the default level. */
const ZLIB_HEADER = [0x78, 0x9c] as const;

function deflateSync(data: unknown, options?: unknown): NodeBuffer {
  checkLevel(options);
  const bytes = bytesOf(data);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(adler32(bytes));
  return Buffer.concat([Uint8Array.from(ZLIB_HEADER), deflateRaw(bytes), check]);
}

function inflateSync(data: unknown, options?: unknown): NodeBuffer {
  const bytes = bytesOf(data);
  const [method = 0, flags = 0] = bytes;
  if (bytes.length > 1 && ((method & 0x0f) !== 8 || ((method << 8) | flags) % 31 !== 0)) throw badData();
  return unpackedSync(options, (lengthAtMost) => {
    const { data, used } = inflateRaw(bytes.subarray(2), lengthAtMost);
    const rest = bytes.subarray(2 + used);
    if (rest.length < 4) throw new InflateError("Z_BUF_ERROR", "unexpected end of file");
    if (Buffer.from(rest).readUInt32BE(0) !== adler32(data))
      throw new InflateError("Z_DATA_ERROR", "incorrect data check");
    return [data];
  });
}

function gunzipSync(data: unknown, options?: unknown): NodeBuffer {
  const bytes = bytesOf(data);
  return unpackedSync(options, (lengthAtMost) => gunzipWhole(bytes, lengthAtMost));
}

function inflateRawSync(data: unknown, options?: unknown): NodeBuffer {
  const bytes = bytesOf(data);
  return unpackedSync(options, (lengthAtMost) => [inflateRaw(bytes, lengthAtMost).data]);
}

function unpackedSync(options: unknown, unpack: (lengthAtMost: number) => Uint8Array[]): NodeBuffer {
  const lengthAtMost = lengthLimit(options);
  try {
    return Buffer.concat(unpack(lengthAtMost));
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    if (error.code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(lengthAtMost);
    const errno = error.code === "Z_DATA_ERROR" ? constants.Z_DATA_ERROR : constants.Z_BUF_ERROR;
    throw Object.assign(new Error(error.message), { errno, code: error.code });
  }
}

/** What cannot wait, as the browser's codec would. */
const SYNC: Readonly<Record<string, (data: unknown, options?: unknown) => NodeBuffer>> = {
  gzipSync: (data, options) => {
    checkLevel(options);
    return Buffer.concat(gzipWhole(bytesOf(data)));
  },
  gunzipSync,
  unzipSync: (data, options) => (isGzip(bytesOf(data)) ? gunzipSync : inflateSync)(data, options),
  deflateSync,
  inflateSync,
  deflateRawSync: (data, options) => {
    checkLevel(options);
    return Buffer.from(deflateRaw(bytesOf(data)));
  },
  inflateRawSync,
};

function refusedCodec(what: string): () => never {
  return () => {
    throw nodeError(
      Error,
      "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
      `zlib.${what} does not exist in the page's engine. Use gzip or deflate.`,
    );
  };
}

const METHODS: Readonly<Record<string, readonly [Format | undefined, Direction]>> = {
  gzip: ["gzip", "compress"],
  gunzip: ["gzip", "decompress"],
  deflate: ["deflate", "compress"],
  inflate: ["deflate", "decompress"],
  deflateRaw: ["deflate-raw", "compress"],
  inflateRaw: ["deflate-raw", "decompress"],
  unzip: [undefined, "decompress"],
};

export function zlibModule(): BuiltinModule {
  const face: Record<string, unknown> = {
    constants,
    ...constants,
    crc32: (data: unknown, start?: number) => crc32(bytesOf(data), start),
  };
  for (const [name, [format, direction]] of Object.entries(METHODS)) {
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    face[name] = withCallback(format, direction);
    face[`${name}Sync`] = SYNC[`${name}Sync`];
    const Stream = codecClass(capital, format, direction);
    face[capital] = Stream;
    face[`create${capital}`] = (options?: unknown) => new Stream(options);
  }
  const absent = new Map(
    ["brotliCompress", "brotliDecompress", "zstdCompress", "zstdDecompress"].flatMap((name) => {
      const capital = name.charAt(0).toUpperCase() + name.slice(1);
      return [name, `${name}Sync`, `create${capital}`].map((one) => [one, refusedCodec(one)] as const);
    }),
  );
  // Packages ask with `in` whether there is Brotli, and take gzip where there is none.
  const module = new Proxy(face, {
    get: (target, name, receiver) => absent.get(String(name)) ?? Reflect.get(target, name, receiver),
  });
  return { ...moduleFace(face), ...Object.fromEntries(absent), default: module };
}
