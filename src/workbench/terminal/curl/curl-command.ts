import type { HeaderPair } from "../../../web/http.ts";

/** A command line of curl, read and not yet carried out. Nothing in it has been looked up. */
export interface CurlCommand {
  /** As they were typed, in order, each with its own output. */
  readonly targets: readonly CurlTarget[];
  /** `-X`. `undefined`: what the body asks for. */
  readonly method: string | undefined;
  readonly data: readonly DataPart[];
  /** `--json` was among them: it sets two headers. */
  readonly json: boolean;
  readonly form: readonly FormField[];
  readonly uploadFile: string | undefined;
  /** `-G`: the data go into the address. */
  readonly get: boolean;
  readonly head: boolean;
  /** `--url-query`, as parts of the same kinds as `--data-urlencode`. */
  readonly urlQuery: readonly string[];
  readonly headers: readonly CustomHeader[];
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  readonly user: string | undefined;
  readonly bearer: string | undefined;
  readonly compressed: boolean;
  /** `-b` with a `=` in it: sent as it is. */
  readonly cookieText: readonly string[];
  /** `-b` without: files to read. An empty name reads none and keeps cookies all the same. */
  readonly cookieFiles: readonly string[];
  readonly cookieJar: string | undefined;
  readonly junkSessionCookies: boolean;
  readonly include: boolean;
  readonly dumpHeader: string | undefined;
  readonly verbose: boolean;
  readonly silent: boolean;
  readonly showError: boolean;
  readonly fail: "no" | "without body" | "with body";
  readonly location: boolean;
  readonly trusted: boolean;
  readonly maxRedirects: number;
  readonly maxTimeMs: number | undefined;
  readonly writeOut: string | undefined;
  readonly outputFolder: string | undefined;
  readonly createFolders: boolean;
  readonly globbing: boolean;
  /** Only the help, or only the version, was asked for. */
  readonly show: "help" | "version" | undefined;
}

export interface CurlTarget {
  readonly address: string;
  /** "remote name": `-O`. `undefined`: standard output. */
  readonly output: { readonly file: string } | "remote name" | undefined;
}

/** One `-d` or one of its kin. */
export interface DataPart {
  readonly kind: "data" | "raw" | "binary" | "urlencode" | "json";
  readonly text: string;
}

export interface FormField {
  readonly text: string;
  /** `--form-string`: nothing in it has a meaning. */
  readonly literal: boolean;
}

/** `-H`: a field to send, or the name of one not to send. */
export type CustomHeader = { readonly send: HeaderPair } | { readonly omit: string };
