import type { RecordedBody } from "../../web/exchange.ts";
import { type HeaderPair, headerValue } from "../../web/http.ts";

/** A body as it can be read, or what it is when it cannot. */
export type BodyText =
  | { readonly kind: "empty" }
  /** `cutBytes`: how many bytes beyond what was recorded. */
  | { readonly kind: "text"; readonly text: string; readonly cutBytes: number }
  | { readonly kind: "binary"; readonly type: string; readonly byteLength: number };

/** Reads a recorded body by its Content-Type; JSON is laid out. Bytes that are not UTF-8 are "binary". */
export function bodyText(body: RecordedBody, headers: readonly HeaderPair[]): BodyText {
  if (body.byteLength === 0) return { kind: "empty" };
  const type = headerValue(headers, "content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const cutBytes = body.byteLength - body.bytes.byteLength;
  const text = decode(body.bytes, cutBytes > 0);
  if (text === undefined) return { kind: "binary", type, byteLength: body.byteLength };
  return { kind: "text", text: type.endsWith("json") && cutBytes === 0 ? layOut(text) : text, cutBytes };
}

function decode(bytes: Uint8Array, mayEndInside: boolean): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: mayEndInside });
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

function layOut(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
