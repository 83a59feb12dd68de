import { type HeaderPair, headerValue, headerValues } from "../../../web/http.ts";

/** What is known after one address was asked: the facts of `-w`. */
export interface TransferFacts {
  readonly address: string;
  readonly url: string;
  readonly urlNumber: number;
  readonly method: string;
  /** 0 when there was no response. */
  readonly status: number;
  readonly headers: readonly HeaderPair[];
  readonly headerBytes: number;
  readonly requestBytes: number;
  readonly uploadBytes: number;
  readonly downloadBytes: number;
  readonly redirects: number;
  /** Where a redirect that was not followed leads. */
  readonly redirectUrl: string;
  readonly startTransferMs: number;
  readonly redirectMs: number;
  readonly totalMs: number;
  readonly exitCode: number;
  readonly errorMessage: string;
  readonly outputFile: string;
  readonly port: number;
}

const seconds = (ms: number) => (ms / 1000).toFixed(6);
const threeDigits = (status: number) => String(status).padStart(3, "0");

const variables: Readonly<Record<string, (facts: TransferFacts) => string>> = {
  content_type: ({ headers }) => headerValue(headers, "content-type") ?? "",
  errormsg: ({ errorMessage }) => errorMessage,
  exitcode: ({ exitCode }) => String(exitCode),
  filename_effective: ({ outputFile }) => outputFile,
  header_json: ({ headers }) => headerJson(headers),
  http_code: ({ status }) => threeDigits(status),
  http_version: ({ status }) => (status === 0 ? "0" : "1.1"),
  local_ip: ({ status }) => (status === 0 ? "" : "127.0.0.1"),
  method: ({ method }) => method,
  num_connects: ({ status }) => (status === 0 ? "0" : "1"),
  num_headers: ({ headers }) => String(headers.length),
  num_redirects: ({ redirects }) => String(redirects),
  onerror: () => "",
  redirect_url: ({ redirectUrl }) => redirectUrl,
  referer: () => "",
  remote_ip: ({ status }) => (status === 0 ? "" : "127.0.0.1"),
  remote_port: ({ port }) => String(port),
  response_code: ({ status }) => threeDigits(status),
  scheme: ({ url }) => url.slice(0, url.indexOf(":")).toUpperCase(),
  size_download: ({ downloadBytes }) => String(downloadBytes),
  size_header: ({ headerBytes }) => String(headerBytes),
  size_request: ({ requestBytes }) => String(requestBytes),
  size_upload: ({ uploadBytes }) => String(uploadBytes),
  speed_download: (facts) => String(Math.round(perSecond(facts.downloadBytes, facts.totalMs))),
  speed_upload: (facts) => String(Math.round(perSecond(facts.uploadBytes, facts.totalMs))),
  ssl_verify_result: () => "0",
  time_appconnect: () => seconds(0),
  time_connect: () => seconds(0),
  time_namelookup: () => seconds(0),
  time_pretransfer: () => seconds(0),
  time_redirect: ({ redirectMs }) => seconds(redirectMs),
  time_starttransfer: ({ startTransferMs }) => seconds(startTransferMs),
  time_total: ({ totalMs }) => seconds(totalMs),
  url: ({ address }) => address,
  url_effective: ({ url }) => url,
  urlnum: ({ urlNumber }) => String(urlNumber),
};

/** Names of the facts, for the completion and the help. */
export const writeOutNames: readonly string[] = Object.keys(variables);

/** The format of `-w` filled in: `%{http_code}`, `%header{name}`, `%%`, `\n`. `unknown` is told of names that are none. */
export function writeOut(format: string, facts: TransferFacts, unknown: (name: string) => void): string {
  return format.replace(
    /%%|%header\{([^}]*)\}|%\{([^}]*)\}|\\(.)/gs,
    (whole, header?: string, name?: string, escaped?: string) => {
      if (whole === "%%") return "%";
      if (header !== undefined) return headerValue(facts.headers, header) ?? "";
      if (escaped !== undefined) return escapes[escaped] ?? whole;
      const variable = name === undefined || !Object.hasOwn(variables, name) ? undefined : variables[name];
      if (variable !== undefined) return variable(facts);
      unknown(name ?? "");
      return "";
    },
  );
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function perSecond(bytes: number, ms: number): number {
  return ms === 0 ? 0 : (bytes * 1000) / ms;
}

function headerJson(headers: readonly HeaderPair[]): string {
  const names = [...new Set(headers.map(([name]) => name.toLowerCase()))];
  const lines = names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(headerValues(headers, name))}`);
  return `{${lines.join(",\n")}\n}`;
}
