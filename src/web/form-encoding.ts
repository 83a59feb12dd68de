import { concatBytes } from "./concat-bytes.ts";

/** A form's data as a page submits it (HTML §4.10.21.8). */
export type FormMethod = "get" | "post";
export type FormEncoding = "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain";

export interface FormFile {
  readonly filename: string;
  /** A media type; empty when the browser does not know one. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** One field, in the order of the form. */
export type FormEntry = readonly [name: string, value: string | FormFile];

export interface EncodedForm {
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** Lone CR and LF become CR LF, in names and in values that are not files (HTML §4.10.21.4). */
function normalise(text: string): string {
  return text.replace(/\r\n?|\n/g, "\r\n");
}

/** In encodings that cannot carry a file, its name stands for it. */
function textOf(value: string | FormFile): string {
  return typeof value === "string" ? value : value.filename;
}

/** The query of a GET form, or the body of a urlencoded one. */
export function encodeQuery(entries: readonly FormEntry[]): string {
  const query = new URLSearchParams();
  for (const [name, value] of entries) query.append(normalise(name), normalise(textOf(value)));
  return query.toString();
}

/** The body of a POST form. `boundary` is for multipart only and must not occur in the data. */
export function encodeForm(
  entries: readonly FormEntry[],
  encoding: FormEncoding,
  boundary: string = multipartBoundary(),
): EncodedForm {
  switch (encoding) {
    case "application/x-www-form-urlencoded":
      return { contentType: encoding, body: new TextEncoder().encode(encodeQuery(entries)) };
    case "text/plain":
      return { contentType: encoding, body: new TextEncoder().encode(encodePlain(entries)) };
    case "multipart/form-data":
      return { contentType: `${encoding}; boundary=${boundary}`, body: encodeMultipart(entries, boundary) };
  }
}

function encodePlain(entries: readonly FormEntry[]): string {
  return entries.map(([name, value]) => `${normalise(name)}=${normalise(textOf(value))}\r\n`).join("");
}

/** Random enough that no data holds it by chance: 128 bits. */
export function multipartBoundary(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `----KeepsakeFormBoundary${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** `"`, CR and LF are percent-encoded in names, as HTML has it; nothing else is. */
function quoted(name: string): string {
  return `"${name.replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/"/g, "%22")}"`;
}

function encodeMultipart(entries: readonly FormEntry[], boundary: string): Uint8Array {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  for (const [name, value] of entries) {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(normalise(name))}`;
    if (typeof value === "string") {
      parts.push(encoder.encode(`${start}\r\n\r\n${normalise(value)}\r\n`));
    } else {
      const type = value.type === "" ? "application/octet-stream" : value.type;
      const head = `${start}; filename=${quoted(value.filename)}\r\nContent-Type: ${type}\r\n\r\n`;
      parts.push(encoder.encode(head), value.bytes, encoder.encode("\r\n"));
    }
  }
  parts.push(encoder.encode(`--${boundary}--\r\n`));
  return concatBytes(parts);
}
