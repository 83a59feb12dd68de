import { concatBytes } from "./concat-bytes.ts";
import { RECORDED_BODY_LIMIT_BYTES, type RecordedBody } from "./exchange.ts";

const empty: RecordedBody = { byteLength: 0, bytes: new Uint8Array() };

/** Records a body that is there whole. */
export function recordBody(bytes: Uint8Array | undefined): RecordedBody {
  if (bytes === undefined || bytes.length === 0) return empty;
  return { byteLength: bytes.length, bytes: bytes.slice(0, RECORDED_BODY_LIMIT_BYTES) };
}

/** Records a body as it passes: all of its length, the beginning of its bytes. */
export class BodyRecorder {
  readonly #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #byteLength = 0;

  add(chunk: Uint8Array): void {
    this.#byteLength += chunk.length;
    const room = RECORDED_BODY_LIMIT_BYTES - this.#keptBytes;
    if (room <= 0) return;
    const part = chunk.slice(0, room);
    this.#kept.push(part);
    this.#keptBytes += part.length;
  }

  get body(): RecordedBody {
    return this.#byteLength === 0 ? empty : { byteLength: this.#byteLength, bytes: concatBytes(this.#kept) };
  }
}
