/** A Content-Type taken apart (WHATWG MIME Sniffing §4.4): `text/html; charset=utf-8`. */
export interface MediaType {
  /** Lower case: "text/html". */
  readonly essence: string;
  /** Names in lower case; the first of several counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** `undefined` when it is not a media type. */
export function parseMediaType(text: string | undefined): MediaType | undefined {
  if (text === undefined) return undefined;
  const [first = "", ...rest] = splitParameters(text);
  const [type = "", subtype = "", ...extra] = first.trim().split("/");
  if (!token.test(type) || !token.test(subtype) || extra.length > 0) return undefined;
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const equals = parameter.indexOf("=");
    if (equals === -1) continue;
    const name = parameter.slice(0, equals).trim().toLowerCase();
    if (!token.test(name) || parameters.has(name)) continue;
    const value = parameter.slice(equals + 1).trim();
    parameters.set(name, value.startsWith('"') ? unquote(value) : value);
  }
  return { essence: `${type}/${subtype}`.toLowerCase(), parameters };
}

function splitParameters(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"?|[^;"])+/g) ?? [];
}

function unquote(value: string): string {
  return value.replace(/^"/, "").replace(/"$/, "").replace(/\\(.)/g, "$1");
}

/** JSON by its essence or by a `+json` suffix. */
export function isJson({ essence }: MediaType): boolean {
  return essence === "application/json" || essence === "text/json" || essence.endsWith("+json");
}

/** Bytes that are meant to be read as text. */
export function isText(type: MediaType): boolean {
  const { essence } = type;
  return (
    essence.startsWith("text/") ||
    isJson(type) ||
    isXml(type) ||
    essence === "application/javascript" ||
    essence === "application/x-www-form-urlencoded"
  );
}

export function isXml({ essence }: MediaType): boolean {
  return essence === "application/xml" || essence === "text/xml" || essence.endsWith("+xml");
}
