import type { CurlCommand, CurlTarget, CustomHeader, DataPart, FormField } from "./curl-command.ts";
import { CurlUsageError } from "./curl-failure.ts";
import { type CurlOption, curlOptions, missingLetters, missingOptions } from "./option-table.ts";

const DEFAULT_MAX_REDIRECTS = 50;

type Draft = { -readonly [K in keyof CurlCommand]: CurlCommand[K] } & {
  targets: CurlTarget[];
  data: DataPart[];
  form: FormField[];
  headers: CustomHeader[];
  urlQuery: string[];
  cookieText: string[];
  cookieFiles: string[];
  addresses: string[];
  outputs: Exclude<CurlTarget["output"], undefined>[];
};

/** Reads a command line (without the word `curl`). Throws {@link CurlUsageError} for one that curl refuses. */
export function parseArguments(args: readonly string[]): CurlCommand {
  const draft = emptyDraft();
  let onlyAddresses = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? "";
    if (onlyAddresses || !arg.startsWith("-") || arg === "-") draft.addresses.push(arg);
    else if (arg === "--") onlyAddresses = true;
    else if (arg.startsWith("--")) at += takeLong(draft, arg.slice(2), args[at + 1]);
    else at += takeLetters(draft, arg.slice(1), args[at + 1]);
  }
  if (draft.show === undefined) check(draft);
  const { addresses, outputs, ...command } = draft;
  return { ...command, targets: addresses.map((address, index) => ({ address, output: outputs[index] })) };
}

/** How many further arguments were used up. */
function takeLong(draft: Draft, text: string, next: string | undefined): number {
  const positive = text.startsWith("no-") && text !== "no-buffer" ? text.slice(3) : undefined;
  if (positive !== undefined) {
    const option = findLong(positive, text);
    if (option.value !== undefined)
      throw new CurlUsageError(`option --${text}: used '--no-' for option that isn't a boolean`);
    apply(draft, option, "", false);
    return 0;
  }
  const option = findLong(text, text);
  if (option.value === undefined) {
    apply(draft, option, "", true);
    return 0;
  }
  if (next === undefined) throw new CurlUsageError(`option --${text}: requires parameter`);
  apply(draft, option, next, true, `--${text}`);
  return 1;
}

/** `-sSd x`: letters one after another; the first with a value takes the rest, or the next argument. */
function takeLetters(draft: Draft, letters: string, next: string | undefined): number {
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    const option = curlOptions.find((one) => one.letter === letter);
    if (option === undefined) {
      throw new CurlUsageError(
        `option -${letter}: ${missingLetters.has(letter) ? "this curl does not have it" : "is unknown"}`,
      );
    }
    if (option.value === undefined) {
      apply(draft, option, "", true);
      continue;
    }
    const rest = letters.slice(at + 1);
    const value = rest === "" ? next : rest;
    if (value === undefined) throw new CurlUsageError(`option -${letter}: requires parameter`);
    apply(draft, option, value, true, `-${letter}`);
    return rest === "" ? 1 : 0;
  }
  return 0;
}

/** By the whole name, or by a beginning that only one option has. */
function findLong(name: string, written: string): CurlOption {
  const exact = curlOptions.find((option) => option.name === name);
  if (exact !== undefined) return exact;
  if (missingOptions.has(name)) throw new CurlUsageError(`option --${written}: this curl does not have it`);
  const begun = name === "" ? [] : curlOptions.filter((option) => option.name.startsWith(name));
  if (begun.length > 1) throw new CurlUsageError(`option --${written}: is ambiguous`);
  const [option] = begun;
  if (option === undefined) throw new CurlUsageError(`option --${written}: is unknown`);
  return option;
}

function apply(draft: Draft, { name }: CurlOption, value: string, on: boolean, written = ""): void {
  switch (name) {
    case "compressed":
      draft.compressed = on;
      break;
    case "cookie":
      (value.includes("=") ? draft.cookieText : draft.cookieFiles).push(value);
      break;
    case "cookie-jar":
      draft.cookieJar = value;
      break;
    case "create-dirs":
      draft.createFolders = on;
      break;
    case "data":
    case "data-ascii":
      draft.data.push({ kind: "data", text: value });
      break;
    case "data-binary":
      draft.data.push({ kind: "binary", text: value });
      break;
    case "data-raw":
      draft.data.push({ kind: "raw", text: value });
      break;
    case "data-urlencode":
      draft.data.push({ kind: "urlencode", text: value });
      break;
    case "json":
      draft.data.push({ kind: "json", text: value });
      draft.json = true;
      break;
    case "dump-header":
      draft.dumpHeader = value;
      break;
    case "fail":
      draft.fail = on ? "without body" : "no";
      break;
    case "fail-with-body":
      draft.fail = on ? "with body" : "no";
      break;
    case "form":
      requireField(value, written);
      draft.form.push({ text: value, literal: false });
      break;
    case "form-string":
      requireField(value, written);
      draft.form.push({ text: value, literal: true });
      break;
    case "get":
      draft.get = on;
      break;
    case "globoff":
      draft.globbing = !on;
      break;
    case "head":
      draft.head = on;
      break;
    case "header": {
      const header = readHeader(value);
      if (header !== undefined) draft.headers.push(header);
      break;
    }
    case "help":
    case "version":
      draft.show = name;
      break;
    case "include":
      draft.include = on;
      break;
    case "junk-session-cookies":
      draft.junkSessionCookies = on;
      break;
    case "location":
      draft.location = on;
      break;
    case "location-trusted":
      draft.location = on;
      draft.trusted = on;
      break;
    case "max-redirs":
      draft.maxRedirects = readNumber(value, written);
      break;
    case "max-time":
      draft.maxTimeMs = readNumber(value, written) * 1000 || undefined;
      break;
    case "oauth2-bearer":
      draft.bearer = value;
      break;
    case "output":
      draft.outputs.push({ file: value });
      break;
    case "output-dir":
      draft.outputFolder = value;
      break;
    case "referer":
      draft.referer = value;
      break;
    case "remote-name":
      draft.outputs.push("remote name");
      break;
    case "request":
      draft.method = value;
      break;
    case "show-error":
      draft.showError = on;
      break;
    case "silent":
      draft.silent = on;
      break;
    case "upload-file":
      draft.uploadFile = value;
      break;
    case "url":
      draft.addresses.push(value);
      break;
    case "url-query":
      draft.urlQuery.push(value);
      break;
    case "user":
      draft.user = value;
      break;
    case "user-agent":
      draft.userAgent = value;
      break;
    case "verbose":
      draft.verbose = on;
      break;
    case "write-out":
      draft.writeOut = value;
      break;
  }
}

function requireField(text: string, written: string): void {
  if (text.includes("=")) return;
  throw new CurlUsageError(`option ${written}: is badly used here`, "Illegally formatted input field!");
}

/** `undefined` for text that is no header at all: curl lets it pass and sends nothing. */
function readHeader(text: string): CustomHeader | undefined {
  const colon = text.indexOf(":");
  if (colon > 0) {
    const name = text.slice(0, colon);
    const value = text.slice(colon + 1).trim();
    return value === "" ? { omit: name } : { send: [name, value] };
  }
  const empty = /^([^:;]+);\s*$/.exec(text)?.[1];
  return empty === undefined ? undefined : { send: [empty, ""] };
}

function readNumber(text: string, written: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) {
    throw new CurlUsageError(`option ${written}: expected a proper numerical parameter`);
  }
  return value;
}

function check(draft: Draft): void {
  if (draft.addresses.length === 0) throw new CurlUsageError("no URL specified!");
  const asked = [
    ...(draft.data.length > 0 && !draft.get ? ["POST (-d, --data)"] : []),
    ...(draft.form.length > 0 ? ["multipart formpost (-F, --form)"] : []),
    ...(draft.head && !draft.get ? ["HEAD (-I, --head)"] : []),
    ...(draft.uploadFile === undefined ? [] : ["PUT (-T, --upload-file)"]),
  ];
  if (asked.length > 1) {
    throw new CurlUsageError(
      `You can only select one HTTP request method! You asked for both ${asked.slice(0, 2).join(" and ")}.`,
    );
  }
}

function emptyDraft(): Draft {
  return {
    targets: [],
    addresses: [],
    outputs: [],
    method: undefined,
    data: [],
    json: false,
    form: [],
    uploadFile: undefined,
    get: false,
    head: false,
    urlQuery: [],
    headers: [],
    userAgent: undefined,
    referer: undefined,
    user: undefined,
    bearer: undefined,
    compressed: false,
    cookieText: [],
    cookieFiles: [],
    cookieJar: undefined,
    junkSessionCookies: false,
    include: false,
    dumpHeader: undefined,
    verbose: false,
    silent: false,
    showError: false,
    fail: "no",
    location: false,
    trusted: false,
    maxRedirects: DEFAULT_MAX_REDIRECTS,
    maxTimeMs: undefined,
    writeOut: undefined,
    outputFolder: undefined,
    createFolders: false,
    globbing: true,
    show: undefined,
  };
}
