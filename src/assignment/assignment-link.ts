import { ASSIGNMENT_VERSION, type Assignment, assignmentSchema } from "./assignment.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { digest } from "./fingerprint.ts";
import { FormatError } from "./format-error.ts";
import { joined, pack, sameBytes, unpack } from "./packing.ts";
import { firstFault } from "./schemas.ts";

/** The whole fragment, which is all ASCII. Longer ones are cut by mail programs and learning platforms. */
export const LINK_LIMIT_BYTES = 4_096;
const UNPACKED_LIMIT_BYTES = 64 * 1_024;
const LENGTH_BYTES = 2;
const CHECKSUM_BYTES = 4;

export type LinkFault =
  | "no-link"
  | "broken"
  | "cut"
  | "newer"
  | "too-long"
  | "too-long-to-send"
  | "not-valid";
export class LinkError extends FormatError<LinkFault> {}

/** Words that most assignments have, so that they cost little in the link. Part of version 1: never change it. */
const WORDS = new TextEncoder().encode(
  '{"courseVersion":"0.","dueAtMs":1,"exercises":[{"id":"","points":{"kind":"all-or-nothing","points":10}},' +
    '{"id":"","points":{"kind":"per-test","pointsPerTest":1}},{"id":"","points":{"kind":"share","points":10}}],' +
    '"hints":false,"instructions":"","late":{"kind":"percent-a-day","percent":10},"late":{"kind":"refuse"},' +
    '"late":{"kind":"mark"},"opensAtMs":1,"passing":{"kind":"every-test"},"passing":{"kind":"percent","percent":50},' +
    '"publicKey":"B","solution":false,"title":"","version":1,"zone":"Europe/","hints":true,"solution":true',
);

/**
 * An assignment as the fragment of a link: `v1.` and base64url of length, checksum and packed JSON. The length
 * tells a link that was cut from one that was changed. Throws {@link LinkError} when it would be too long or the
 * assignment is not valid.
 */
export function encodeAssignment(assignment: Assignment): string {
  const packed = pack(canonicalBytes(validAssignment(assignment)), WORDS);
  const head = new Uint8Array(LENGTH_BYTES);
  new DataView(head.buffer).setUint16(0, Math.min(packed.byteLength, 0xffff));
  const fragment = `v${ASSIGNMENT_VERSION}.${toBase64url(joined([head, checksum(packed), packed]))}`;
  if (fragment.length > LINK_LIMIT_BYTES) {
    throw new LinkError(
      "too-long-to-send",
      `The link would be ${fragment.length} bytes long; ${LINK_LIMIT_BYTES} is the most that mail and learning platforms leave whole. Shorten the instructions, or put the long part on a page of your own and link to it.`,
      { detail: String(fragment.length) },
    );
  }
  return fragment;
}

/**
 * Undoes {@link encodeAssignment}. Takes the fragment with or without `#`, or a whole link. Throws
 * {@link LinkError}; what comes back is valid.
 */
export function decodeAssignment(link: string): Assignment {
  const fragment = decodeURIComponentIfNeeded(link.trim().slice(link.trim().indexOf("#") + 1));
  const [, version, body] = /^v(\d+)\.(.*)$/s.exec(fragment) ?? [];
  if (version === undefined || body === undefined) {
    throw new LinkError(
      "no-link",
      "This is not the link of an assignment. It ends in #v1. and a long row of letters: copy the whole link again.",
    );
  }
  if (Number(version) > ASSIGNMENT_VERSION) {
    throw new LinkError(
      "newer",
      `This assignment was made with a newer Keepsake (format ${version}; this one reads up to ${ASSIGNMENT_VERSION}). Load the page again to get the newest, or open the link where your instructor says.`,
      { detail: version },
    );
  }
  if (fragment.length > LINK_LIMIT_BYTES) {
    throw new LinkError(
      "too-long",
      `This link has ${fragment.length} bytes; no assignment has more than ${LINK_LIMIT_BYTES}. Copy the link again, and nothing else with it.`,
      { detail: String(fragment.length) },
    );
  }
  const bytes = Number(version) === ASSIGNMENT_VERSION ? fromBase64url(body) : undefined;
  const packedBytes =
    bytes !== undefined && bytes.byteLength >= LENGTH_BYTES
      ? new DataView(bytes.buffer).getUint16(0)
      : undefined;
  if (bytes === undefined && !/^[\w-]*$/.test(body)) throw brokenLink();
  const expected = packedBytes === undefined ? undefined : LENGTH_BYTES + CHECKSUM_BYTES + packedBytes;
  if (bytes === undefined || expected === undefined || bytes.byteLength < expected) {
    throw new LinkError(
      "cut",
      "The end of this link is missing. Mail programs break long links: copy the whole link, to its last letter, and open that.",
    );
  }
  const packed = bytes.subarray(LENGTH_BYTES + CHECKSUM_BYTES);
  const sum = bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + CHECKSUM_BYTES);
  if (bytes.byteLength > expected || !sameBytes(sum, checksum(packed))) throw brokenLink();
  const unpacked = unpack(packed, UNPACKED_LIMIT_BYTES, WORDS);
  if (unpacked.kind !== "unpacked") throw brokenLink();
  return validAssignment(parsedJson(unpacked.bytes));
}

function validAssignment(value: unknown): Assignment {
  const parsed = assignmentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = firstFault(parsed.error);
  throw new LinkError(
    "not-valid",
    `What this link says is no assignment (${detail}). Ask your instructor for a new link.`,
    { detail },
  );
}

function checksum(packed: Uint8Array): Uint8Array {
  return digest(packed).subarray(0, CHECKSUM_BYTES);
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw brokenLink();
  }
}

function brokenLink(): LinkError {
  return new LinkError(
    "broken",
    "This link was changed on its way: a letter is missing or another. Copy the whole link again from where your instructor put it.",
  );
}

/** Some mail programs write `.` and `-` as `%2E` and `%2D`. */
function decodeURIComponentIfNeeded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
