import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip" | "identity";

/** A file as it travels. */
export interface EncodedFile {
  readonly body: Buffer;
  readonly encoding: Encoding;
  /** Of the content, whatever the encoding: a weak one. */
  readonly etag: string;
}

/** What hosts use for what they compress while it is asked for: their best costs seconds. */
const BROTLI_QUALITY = 5;
const COMPRESSED = /\.(css|html|js|json|svg|txt|wasm|webmanifest|xml)$/;

/** Reads files and compresses them, each once as long as it does not change. */
export class EncodedFiles {
  readonly #known = new Map<string, { readonly version: string; readonly file: Promise<EncodedFile> }>();

  /** In the best encoding that this `Accept-Encoding` allows. Rejects when there is no such file. */
  async read(path: string, accepted: string): Promise<EncodedFile> {
    const { mtimeMs, size } = await stat(path);
    const encoding = encodingFor(path, accepted);
    const version = `${mtimeMs} ${size}`;
    const key = `${encoding} ${path}`;
    const known = this.#known.get(key);
    if (known?.version === version) return known.file;
    const file = encode(path, encoding);
    this.#known.set(key, { version, file });
    file.catch(() => this.#known.delete(key));
    return file;
  }
}

function encodingFor(path: string, accepted: string): Encoding {
  if (!COMPRESSED.test(path)) return "identity";
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : "identity";
}

async function encode(path: string, encoding: Encoding): Promise<EncodedFile> {
  const content = await readFile(path);
  const etag = `W/"${createHash("sha256").update(content).digest("hex").slice(0, 16)}"`;
  return { body: await compress(content, encoding), encoding, etag };
}

function compress(content: Buffer, encoding: Encoding): Promise<Buffer> | Buffer {
  if (encoding === "identity") return content;
  if (encoding === "gzip") return promisify(gzip)(content);
  return promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
    },
  });
}
