import { CurlFailure } from "./curl-failure.ts";

export interface CurlAddress {
  /** Without user and fragment. */
  readonly url: URL;
  /** `user:password@` of the address. */
  readonly user: string | undefined;
}

/** Reads an address as curl does: http where no scheme is given. Throws {@link CurlFailure} with curl's words. */
export function readAddress(address: string, query: string): CurlAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new CurlFailure(1, `Protocol "${scheme}" not supported or disabled in libcurl`);
  }
  const whole = scheme === undefined ? `http://${address}` : address;
  const url = /[\s\p{Cc}]/u.test(address) ? null : URL.parse(whole);
  if (url === null || url.hostname === "") {
    throw new CurlFailure(3, "URL using bad/illegal format or missing URL");
  }
  const { username, password } = url;
  const user = username === "" && password === "" ? undefined : `${decode(username)}:${decode(password)}`;
  url.username = "";
  url.password = "";
  url.hash = "";
  if (query !== "") url.search = url.search.length > 1 ? `${url.search}&${query}` : `?${query}`;
  return { url, user };
}

/** The name for `-O`: the last part of the path. Throws {@link CurlFailure} (23) when there is none. */
export function remoteName(url: URL): string {
  const name = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  if (name === "") throw new CurlFailure(23, "Remote file name has no length!");
  return name;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
