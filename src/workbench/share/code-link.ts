import { carriesCode, LINK_NAME } from "./link-hash.ts";
import { readSharedCode, SHARED_BYTES_AT_MOST, type SharedCode } from "./shared-code.ts";

/**
 * The part of a link that carries code: `code=VERSION.DATA`. It stands behind the `#`, so no server is sent it. DATA is JSON,
 * deflated with zlib's checksum, in base64url.
 */
const VERSION = 1;

/** Longer links are cut by messengers and forums. The code of every solution of the course takes a fraction of it. */
export const LINK_CHARACTERS_AT_MOST = 16 * 1024;

/** Why a link gives no code. */
export type LinkFault =
  /** It is no link of ours, or not whole: cut, or changed on its way. */
  | "broken"
  /** A later version of the course made it. */
  | "newer"
  | "too-large"
  /** It is whole, but names files that no link of ours would. */
  | "refused";

export type ReadLink =
  | { readonly kind: "code"; readonly code: SharedCode }
  | { readonly kind: "fault"; readonly fault: LinkFault };

export type MadeLink =
  | { readonly kind: "link"; readonly fragment: string }
  /** It would be `characters` long. */
  | { readonly kind: "too-large"; readonly characters: number };

/** What to put behind the `#`. */
export async function makeCodeLink(code: SharedCode): Promise<MadeLink> {
  const { ownerId, starter, files, removed } = code;
  const bytes = new TextEncoder().encode(JSON.stringify({ ownerId, starter, files, removed }));
  const packed = await collect(bytes, new CompressionStream("deflate"), Number.POSITIVE_INFINITY);
  const fragment = `${LINK_NAME}=${VERSION}.${toBase64Url(packed ?? bytes)}`;
  if (fragment.length > LINK_CHARACTERS_AT_MOST || bytes.length > SHARED_BYTES_AT_MOST) {
    return { kind: "too-large", characters: fragment.length };
  }
  return { kind: "link", fragment };
}

/** Reads a `location.hash` that {@link carriesCode}. Never rejects; whatever it says, nothing of it is run. */
export async function readCodeLink(hash: string): Promise<ReadLink> {
  if (hash.length > LINK_CHARACTERS_AT_MOST + 1) return fault("too-large");
  if (!carriesCode(hash)) return fault("broken");
  const [, version = "", data = ""] = /^(\d{1,6})\.([\w-]+)$/.exec(hash.slice(LINK_NAME.length + 2)) ?? [];
  if (Number(version) > VERSION) return fault("newer");
  if (Number(version) !== VERSION) return fault("broken");
  try {
    const packed = fromBase64Url(data);
    const bytes = await collect(packed, new DecompressionStream("deflate"), SHARED_BYTES_AT_MOST);
    if (bytes === undefined) return fault("too-large");
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const code = readSharedCode(value);
    return code === undefined ? fault("refused") : { kind: "code", code };
  } catch {
    return fault("broken");
  }
}

function fault(kind: LinkFault): ReadLink {
  return { kind: "fault", fault: kind };
}

/** All that comes out, or `undefined` as soon as it is more than `bytesAtMost`. Rejects when the data is not whole. */
async function collect(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
  bytesAtMost: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    size += value.length;
    if (size > bytesAtMost) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Throws for what is not base64. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
