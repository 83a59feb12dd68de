/** A Set-Cookie header as a browser reads it (RFC 6265bis §5.6), attributes not yet judged. */
export interface ReceivedCookie {
  readonly name: string;
  readonly value: string;
  /** By lower-case name; the last of two counts, as in browsers. Without a value: "". */
  readonly attributes: ReadonlyMap<string, string>;
  /** Name, value and attributes in bytes. */
  readonly bytes: number;
}

/** Undefined: it has no name. */
export function parseSetCookie(header: string): ReceivedCookie | undefined {
  const [pair = "", ...rest] = header.split(";");
  const equals = pair.indexOf("=");
  if (equals < 1) return undefined;
  const attributes = new Map<string, string>();
  for (const part of rest) {
    const at = part.indexOf("=");
    const name = (at === -1 ? part : part.slice(0, at)).trim().toLowerCase();
    attributes.set(name, at === -1 ? "" : part.slice(at + 1).trim());
  }
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    attributes,
    bytes: Buffer.byteLength(pair),
  };
}

/** Whether it tells the browser to forget the cookie. */
export function isDeletion({ value, attributes }: ReceivedCookie): boolean {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attributes.get("expires");
  return value === "" || (expires !== undefined && Date.parse(expires) <= Date.now());
}
