/**
 * A message of a link as one binary WebSocket message: JSON with the bytes taken out of it, then those bytes.
 *
 *     [length of the JSON: 4] [JSON] then, for each `{ "$part": n }` in it: [length: 4] [bytes]
 */

const LENGTH_BYTES = 4;

/** `Uint8Array` may stand anywhere in the message; all else is JSON. */
export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const text = JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    // As it was before a `toJSON`, which Node's buffers have.
    const original = this[key];
    if (!(original instanceof Uint8Array)) return value;
    parts.push(original);
    return { $part: parts.length - 1 };
  });
  const all = [new TextEncoder().encode(text), ...parts];
  const frame = new Uint8Array(all.reduce((sum, part) => sum + LENGTH_BYTES + part.byteLength, 0));
  const view = new DataView(frame.buffer);
  let at = 0;
  for (const part of all) {
    view.setUint32(at, part.byteLength);
    frame.set(part, at + LENGTH_BYTES);
    at += LENGTH_BYTES + part.byteLength;
  }
  return frame;
}

/** Throws a `TypeError` when the bytes are not a frame. */
export function decodeFrame(frame: Uint8Array): unknown {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < frame.byteLength; ) {
    if (at + LENGTH_BYTES > frame.byteLength) throw broken();
    const end = at + LENGTH_BYTES + view.getUint32(at);
    if (end > frame.byteLength) throw broken();
    parts.push(frame.slice(at + LENGTH_BYTES, end));
    at = end;
  }
  const [head, ...bytes] = parts;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(head), (_key, value: unknown) => {
      if (typeof value !== "object" || value === null || !("$part" in value)) return value;
      const part = bytes[Number(value.$part)];
      if (part === undefined) throw broken();
      return part;
    });
  } catch (error) {
    throw broken(error);
  }
}

function broken(cause?: unknown): TypeError {
  return new TypeError("The message is not one of ours.", { cause });
}
