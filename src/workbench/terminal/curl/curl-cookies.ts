import type { Clock } from "../../../web/clock.ts";
import { CookieJar } from "../../../web/cookie-jar.ts";
import type { CookieDecision } from "../../../web/exchange.ts";
import { textOfBytes } from "../byte-text.ts";
import type { CommandFiles } from "../command-files.ts";
import type { CurlCommand } from "./curl-command.ts";
import { readNetscapeCookies, writeNetscapeCookies } from "./netscape-cookies.ts";

type CookieOptions = Pick<CurlCommand, "cookieText" | "cookieFiles" | "cookieJar" | "junkSessionCookies">;

/** Told apart by curl's order: two cookies of one response must not have been made at the same moment. */
const MOMENT_MS = 2 ** -8;

/** What goes into the `Cookie` header, and what was decided of each cookie. */
export interface CookieHeader {
  readonly value: string | undefined;
  readonly decisions: readonly CookieDecision[];
}

/**
 * The cookies of one run of curl: none that it keeps, unless -b or -c asks for it, and then from a file and into
 * a file. Where RFC 6265bis and curl differ (curl knows no SameSite and no limit of 400 days), the jar of the page
 * decides, so that the inspector can say why.
 */
export class CurlCookies {
  readonly jar: CookieJar;
  /** Whether cookies of responses are kept for the next request. */
  readonly keeping: boolean;
  readonly #options: CookieOptions;

  private constructor(options: CookieOptions, jar: CookieJar) {
    this.#options = options;
    this.jar = jar;
    this.keeping = options.cookieFiles.length > 0 || options.cookieJar !== undefined;
  }

  /** `missing` is called for each file that is not there; curl goes on without. */
  static async open(
    options: CookieOptions,
    clock: Clock,
    files: CommandFiles,
    missing: (path: string) => void,
  ): Promise<CurlCookies> {
    let moments = 0;
    const counting: Clock = { nowMs: () => clock.nowMs() + ++moments * MOMENT_MS };
    const cookies = [];
    for (const path of options.cookieFiles) {
      if (path === "") continue;
      const bytes = await files.read(path);
      if (bytes === undefined) {
        missing(path);
        continue;
      }
      const text = textOfBytes(bytes);
      const times = () => {
        const createdAtMs = counting.nowMs();
        return { createdAtMs, lastAccessMs: createdAtMs };
      };
      cookies.push(...readNetscapeCookies(text, { nowMs: clock.nowMs(), times }));
    }
    const kept = options.junkSessionCookies
      ? cookies.filter((cookie) => cookie.expiresAtMs !== undefined)
      : cookies;
    return new CurlCookies(options, CookieJar.fromJSON({ version: 1, cookies: kept }, counting));
  }

  /** What goes to this address: the jar's cookies, then those of `-b "name=value"`. */
  header(url: URL, method: string): CookieHeader {
    const { decisions } = this.jar.select(url, { via: "http", method });
    const sent = decisions.filter(({ verdict }) => verdict === "sent").toSorted(inCurlsOrder);
    const pairs = sent.map(({ name, value }) => (name === "" ? value : `${name}=${value}`));
    const text = this.#options.cookieText.join(";");
    const all = text === "" ? pairs : [...pairs, text];
    return { value: all.length === 0 ? undefined : all.join("; "), decisions };
  }

  /** The jar as `-c` writes it; `undefined` when `-c` was not given. */
  toFile(): { readonly path: string; readonly text: string } | undefined {
    const { cookieJar } = this.#options;
    if (cookieJar === undefined) return undefined;
    return { path: cookieJar, text: writeNetscapeCookies(this.jar.list()) };
  }
}

/** Longer paths first, then longer domains, then longer names. */
function inCurlsOrder(one: CookieDecision, other: CookieDecision): number {
  return (
    other.path.length - one.path.length ||
    other.domain.length - one.domain.length ||
    other.name.length - one.name.length
  );
}
