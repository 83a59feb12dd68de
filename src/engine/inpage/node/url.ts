import legacy from "url/url.js";
import { moduleFace } from "./builtin.ts";
import { invalidArgType, nodeError } from "./node-error.ts";
import { addParametersInspect, URL } from "./whatwg-url.ts";

function fileURLToPath(url: string | globalThis.URL): string {
  if (typeof url !== "string" && !(url instanceof globalThis.URL))
    throw invalidArgType("path", ["string", "URL"], url);
  const file = typeof url === "string" ? new URL(url) : url;
  if (file.protocol !== "file:") {
    throw nodeError(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file");
  }
  if (file.hostname !== "") {
    throw nodeError(
      TypeError,
      "ERR_INVALID_FILE_URL_HOST",
      'File URL host must be "localhost" or empty on linux',
    );
  }
  if (/%2f/i.test(file.pathname)) {
    throw nodeError(
      TypeError,
      "ERR_INVALID_FILE_URL_PATH",
      "File URL path must not include encoded / characters",
    );
  }
  return decodeURIComponent(file.pathname);
}

function encodePath(path: string): string {
  return path
    .replaceAll("%", "%25")
    .replaceAll("\\", "%5C")
    .replaceAll("\n", "%0A")
    .replaceAll("\r", "%0D")
    .replaceAll("\t", "%09")
    .replaceAll("?", "%3F")
    .replaceAll("#", "%23");
}

interface UrlFormatOptions {
  readonly fragment?: boolean;
  readonly auth?: boolean;
  readonly search?: boolean;
}

function format(url: string | globalThis.URL | object, options: UrlFormatOptions = {}): string {
  if (!(url instanceof globalThis.URL)) return legacy.format(url);
  const copy = new URL(url);
  if (options.fragment === false) copy.hash = "";
  if (options.search === false) copy.search = "";
  if (options.auth === false) {
    copy.username = "";
    copy.password = "";
  }
  return copy.href;
}

function parse(url: string, parseQuery?: boolean, slashesDenoteHost?: boolean): import("node:url").Url {
  if (typeof url !== "string") throw invalidArgType("url", "string", url);
  return legacy.parse(url, parseQuery, slashesDenoteHost);
}

export function urlModule(cwd: string) {
  addParametersInspect();
  return moduleFace({
    Url: legacy.Url,
    parse,
    resolve: legacy.resolve,
    resolveObject: legacy.resolveObject,
    format,
    URL,
    URLSearchParams: globalThis.URLSearchParams,
    ...("URLPattern" in globalThis && { URLPattern: globalThis.URLPattern }),
    domainToASCII: (domain: string) => hostOf(domain),
    domainToUnicode: (domain: string) => hostOf(domain),
    pathToFileURL: (path: string) => {
      const absolute = path.startsWith("/") ? path : `${cwd}/${path}`;
      return new URL(`file://${encodePath(absolute)}`);
    },
    fileURLToPath,
    urlToHttpOptions: (url: URL) => ({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
      hash: url.hash,
      search: url.search,
      pathname: url.pathname,
      path: url.pathname + url.search,
      href: url.href,
      ...(url.port !== "" && { port: Number(url.port) }),
      ...((url.username !== "" || url.password !== "") && {
        auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`,
      }),
    }),
  });
}

function hostOf(domain: string): string {
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : "";
}
