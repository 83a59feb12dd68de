import type { HeaderPair } from "../../../web/http.ts";
import type { CommandFiles } from "../command-files.ts";
import type { CurlCommand } from "./curl-command.ts";
import { CurlFailure } from "./curl-failure.ts";
import { CURL_USER_AGENT } from "./curl-version.ts";
import { multipartBody } from "./multipart.ts";
import { type DataSources, encodePart, joinData } from "./request-body.ts";

/** What one run of curl sends to each of its addresses. */
export interface RequestPlan {
  /** From the body, or from -I; `-X` is in `method`. */
  readonly inferred: "GET" | "HEAD" | "POST" | "PUT";
  readonly method: string;
  readonly body: Uint8Array | undefined;
  /** Of the body; not when a `-H` says otherwise. */
  readonly contentType: string | undefined;
  /** Added to each address. */
  readonly query: string;
}

/** Reads what the body is made of. Throws {@link CurlFailure} for a file that must be there and is not. */
export async function planRequest(command: CurlCommand, sources: DataSources): Promise<RequestPlan> {
  const { data, form, get, head, uploadFile, urlQuery } = command;
  const parts: string[] = [];
  for (const text of urlQuery) {
    parts.push(text.startsWith("+") ? text.slice(1) : await encodePart(text, sources));
  }
  let body: Uint8Array | undefined;
  let contentType: string | undefined;
  let inferred: RequestPlan["inferred"] = "GET";
  if (uploadFile !== undefined) {
    inferred = "PUT";
    body = await readUpload(uploadFile, sources.files, sources.stdin);
  } else if (form.length > 0) {
    inferred = "POST";
    ({ bytes: body, contentType } = await multipartBody(form, sources.files, sources.stdin));
  } else if (data.length > 0) {
    const joined = await joinData(data, sources);
    if (get) parts.push(new TextDecoder().decode(joined));
    else {
      inferred = "POST";
      body = joined;
      contentType = "application/x-www-form-urlencoded";
    }
  }
  if (head) inferred = "HEAD";
  const query = parts.filter((part) => part !== "").join("&");
  return { inferred, method: command.method ?? inferred, body, contentType, query };
}

async function readUpload(path: string, files: CommandFiles, stdin: Uint8Array): Promise<Uint8Array> {
  if (path === "-" || path === ".") return stdin;
  const bytes = await files.read(path);
  if (bytes === undefined) throw new CurlFailure(26, "Failed to open/read local data from file/application");
  return bytes;
}

export interface HeaderSituation {
  readonly host: string;
  readonly cookie: string | undefined;
  /** From the address, where it has a user in it. */
  readonly user: string | undefined;
  /** Another host than the first one: no password and no cookie of the command line goes there. */
  readonly elsewhere: boolean;
  readonly body: Uint8Array | undefined;
  readonly contentType: string | undefined;
}

/** The fields of one request in curl's order; a `-H` takes the place of curl's own field of that name. */
export function requestHeaders(command: CurlCommand, situation: HeaderSituation): readonly HeaderPair[] {
  const { host, cookie, elsewhere, body, contentType } = situation;
  const custom = command.headers.filter((header) => !elsewhere || !isSecret(header));
  const own = new Set(
    custom.map((header) => ("omit" in header ? header.omit : header.send[0]).toLowerCase()),
  );
  const user = elsewhere ? undefined : (command.user ?? situation.user);
  const bearer = elsewhere ? undefined : command.bearer;
  const fields: (HeaderPair | undefined)[] = [
    ["Host", host],
    bearer !== undefined
      ? ["Authorization", `Bearer ${bearer}`]
      : user === undefined
        ? undefined
        : ["Authorization", `Basic ${base64(user.includes(":") ? user : `${user}:`)}`],
    command.userAgent === "" ? undefined : ["User-Agent", command.userAgent ?? CURL_USER_AGENT],
    command.json ? undefined : ["Accept", "*/*"],
    command.compressed ? ["Accept-Encoding", "deflate, gzip"] : undefined,
    command.referer === undefined || command.referer === "" ? undefined : ["Referer", command.referer],
    cookie === undefined ? undefined : ["Cookie", cookie],
  ];
  const json: readonly HeaderPair[] = command.json
    ? [
        ["Content-Type", "application/json"],
        ["Accept", "application/json"],
      ]
    : [];
  const ofBody: readonly HeaderPair[] = [
    ...(body === undefined ? [] : [["Content-Length", String(body.length)] as const]),
    ...(contentType === undefined || command.json ? [] : [["Content-Type", contentType] as const]),
  ];
  const kept = (pairs: readonly (HeaderPair | undefined)[]) =>
    pairs.filter((pair): pair is HeaderPair => pair !== undefined && !own.has(pair[0].toLowerCase()));
  return [
    ...kept(fields.slice(0, 1)),
    // curl puts a Host of one's own in the place of its own.
    ...custom.flatMap((header) => ("send" in header && /^host$/i.test(header.send[0]) ? [header.send] : [])),
    ...kept(fields.slice(1)),
    ...custom.flatMap((header) => ("send" in header && !/^host$/i.test(header.send[0]) ? [header.send] : [])),
    ...kept(json),
    ...kept(ofBody),
  ];
}

function isSecret(header: CurlCommand["headers"][number]): boolean {
  return "send" in header && /^(authorization|cookie)$/i.test(header.send[0]);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
