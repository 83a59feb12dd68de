/** How repeated fields become one value in `req.headers` (Node's `_addHeaderLine`). */
const FIRST_WINS = new Set([
  "age",
  "authorization",
  "content-length",
  "content-type",
  "etag",
  "expires",
  "from",
  "host",
  "if-modified-since",
  "if-unmodified-since",
  "last-modified",
  "location",
  "max-forwards",
  "proxy-authorization",
  "referer",
  "retry-after",
  "server",
  "user-agent",
]);

export type IncomingHeaders = Record<string, string | string[] | undefined>;

/** `raw` alternates names and values. */
export function joinHeaders(raw: readonly string[], joinDuplicates: boolean): IncomingHeaders {
  const joined: IncomingHeaders = {};
  for (let i = 0; i + 1 < raw.length; i += 2)
    addHeaderLine(raw[i] ?? "", raw[i + 1] ?? "", joined, joinDuplicates);
  return joined;
}

export function addHeaderLine(
  field: string,
  value: string,
  joined: IncomingHeaders,
  joinDuplicates: boolean,
): void {
  const name = field.toLowerCase();
  const before = joined[name];
  if (name === "set-cookie") {
    if (Array.isArray(before)) before.push(value);
    else joined[name] = [value];
  } else if (typeof before !== "string") joined[name] = value;
  else if (FIRST_WINS.has(name)) {
    if (joinDuplicates) joined[name] = `${before}, ${value}`;
  } else joined[name] = `${before}${name === "cookie" ? "; " : ", "}${value}`;
}

export function distinctHeaders(raw: readonly string[]): Record<string, string[]> {
  const distinct = Object.create(null) as Record<string, string[]>;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] ?? "").toLowerCase();
    const values = distinct[name];
    if (values === undefined) distinct[name] = [raw[i + 1] ?? ""];
    else values.push(raw[i + 1] ?? "");
  }
  return distinct;
}
