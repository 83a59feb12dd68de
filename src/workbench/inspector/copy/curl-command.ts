import type { Exchange, RecordedBody } from "../../../web/exchange.ts";
import { headerValue } from "../../../web/http.ts";
import { printfFormat, shellQuote } from "./shell-quote.ts";

/** A longer word is more than some systems take on a command line: it goes through a pipe. */
const LONGEST_WORD_BYTES = 100_000;

/** Fields that curl writes by itself, and which we must take away where the request had none. */
const ADDED_BY_CURL = ["User-Agent", "Accept"] as const;
/** Framing is curl's own business. */
const FRAMING: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);

/**
 * The request as a curl command for a shell (ours, or bash): sent again, it arrives with the same method, target,
 * fields and body. `bodyDropped`: the body was recorded once and is no longer there. What cannot be sent as it was is
 * said in a comment above the command.
 */
export function curlCommand({ request }: Pick<Exchange, "request">, bodyDropped = false): string {
  const { method, headers, body } = request;
  const url = new URL(request.url);
  url.hash = "";
  const hasBody = body.byteLength > 0;
  const parts = [
    shellQuote(url.href),
    ...(/[[\]{}]/.test(url.href) ? ["--globoff"] : []),
    ...methodOption(method, hasBody),
    ...headers.flatMap(([name, value]) =>
      FRAMING.has(name.toLowerCase()) || isImplied(name, value, url)
        ? []
        : [`-H ${shellQuote(value === "" ? `${name};` : `${name}: ${value}`)}`],
    ),
    ...ADDED_BY_CURL.filter((name) => headerValue(headers, name) === undefined).map(
      (name) => `-H ${shellQuote(`${name}:`)}`,
    ),
  ];
  if (!hasBody) return `curl ${parts.join(" \\\n  ")}`;
  if (headerValue(headers, "content-type") === undefined) parts.push(`-H ${shellQuote("Content-Type:")}`);
  const sent = bodyParts(body);
  const command = `${sent.before}curl ${[...parts, sent.option].join(" \\\n  ")}`;
  const left = body.byteLength - body.bytes.byteLength;
  if (left === 0) return command;
  const why = bodyDropped ? "were let go to keep the page's memory bounded" : "were not recorded";
  return `# The body had ${body.byteLength} bytes, of which ${left} ${why}: this command does not send them.\n${command}`;
}

function methodOption(method: string, hasBody: boolean): string[] {
  if (method === "HEAD") return ["--head"];
  const usual = hasBody ? "POST" : "GET";
  return method === usual ? [] : [`-X ${shellQuote(method)}`];
}

/** `Host` as curl writes it from the address. */
function isImplied(name: string, value: string, url: URL): boolean {
  return name.toLowerCase() === "host" && value === url.host;
}

interface BodyParts {
  /** What comes before `curl`. */
  readonly before: string;
  readonly option: string;
}

function bodyParts({ bytes }: RecordedBody): BodyParts {
  const text = readable(bytes);
  if (text === undefined) {
    return { before: `printf ${printfFormat(bytes)} | `, option: "--data-binary @-" };
  }
  const word = shellQuote(text);
  if (bytes.byteLength > LONGEST_WORD_BYTES) {
    return { before: `printf '%s' ${word} | `, option: "--data-binary @-" };
  }
  // To -d and --data-binary an @ at the beginning names a file.
  return { before: "", option: `${text.startsWith("@") ? "--data-raw" : "--data-binary"} ${word}` };
}

/** One character for each byte, when they are UTF-8 and without a NUL, which no command line can hold. */
function readable(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
