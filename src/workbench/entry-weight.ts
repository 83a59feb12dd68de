import type { Exchange } from "../web/exchange.ts";
import type { HeaderPair } from "../web/http.ts";

/** What any value takes besides its text: counted generously, so that the limit holds. */
const PER_VALUE_BYTES = 16;
const PER_CHARACTER_BYTES = 2;
const PER_EXCHANGE_BYTES = 1024;

/** The bytes of both bodies, as recorded. */
export function bodyBytes({ request, response }: Exchange): number {
  return request.body.bytes.byteLength + (response?.body.bytes.byteLength ?? 0);
}

/** What an exchange takes in memory without its bodies, roughly. */
export function exchangeBytes({ request, response, cookies }: Exchange): number {
  let bytes = PER_EXCHANGE_BYTES + textBytes(request.url) + headersBytes(request.headers);
  if (response !== undefined) bytes += headersBytes(response.headers);
  for (const { value, reason } of [...cookies.request, ...cookies.response]) {
    bytes += textBytes(value) + textBytes(reason);
  }
  return bytes;
}

/** What plain data takes in memory, roughly. It holds no cycles: it came as a message. */
export function valueBytes(value: unknown): number {
  if (typeof value === "string") return textBytes(value);
  if (typeof value !== "object" || value === null) return PER_VALUE_BYTES;
  let bytes = PER_VALUE_BYTES;
  if (Array.isArray(value)) for (const item of value) bytes += valueBytes(item);
  else for (const [key, item] of Object.entries(value)) bytes += textBytes(key) + valueBytes(item);
  return bytes;
}

function headersBytes(headers: readonly HeaderPair[]): number {
  let bytes = 0;
  for (const [name, value] of headers) bytes += textBytes(name) + textBytes(value);
  return bytes;
}

function textBytes(text: string): number {
  return PER_VALUE_BYTES + text.length * PER_CHARACTER_BYTES;
}
