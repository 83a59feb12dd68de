import type { CookieJar } from "../../../web/cookie-jar.ts";
import type { CookieDecision } from "../../../web/exchange.ts";
import type { JarCookie } from "../../../web/jar-cookie.ts";
import { textOfBytes } from "../byte-text.ts";
import { readNetscapeCookies, writeNetscapeCookies } from "../curl/netscape-cookies.ts";
import type { Shell } from "../shell/shell.ts";
import type { ShellCommand } from "../shell/shell-io.ts";
import type { TerminalWorld } from "../terminal-world.ts";

const usage = "jar BROWSER, jar BROWSER --import FILE";

/**
 * `jar Alice` prints a browser's cookies as the file that curl's -b reads; `jar Mallory --import FILE` puts such a file
 * into a browser. Where a real machine has extensions for that, we have a command.
 */
export function jarCommand(world: TerminalWorld, shell: () => Shell): ShellCommand {
  return {
    name: "jar",
    usage,
    summary: "a browser's cookies as a file for curl -b, and back",
    run: async (args, { stdin, stdout, stderr, cwd }) => {
      const [browser, option, path] = args;
      if (browser === undefined) {
        stdout(
          world
            .browsers()
            .map((name) => `${name}\n`)
            .join(""),
        );
        return 0;
      }
      const jar = await world.jar(browser);
      if (jar === undefined) {
        stderr(`jar: there is no browser named ${browser}. There are: ${world.browsers().join(", ")}.\n`);
        return 1;
      }
      if (option === undefined) {
        stdout(new TextEncoder().encode(writeNetscapeCookies(jar.list())));
        return 0;
      }
      if (option !== "--import" || args.length > 3) {
        stderr(`jar: write ${usage}\n`);
        return 2;
      }
      const bytes = path === undefined || path === "-" ? stdin : await shell().readFile(path, cwd);
      if (bytes === undefined) {
        stderr(`jar: ${path}: No such file or directory\n`);
        return 1;
      }
      const nowMs = world.clock.nowMs();
      const times = () => ({ createdAtMs: nowMs, lastAccessMs: nowMs });
      const decisions = readNetscapeCookies(textOfBytes(bytes), { nowMs, times }).map((cookie) =>
        offerTo(jar, cookie),
      );
      for (const { name, verdict, reason } of decisions)
        stdout(`${name}: ${verdict === "kept" ? "kept" : reason}\n`);
      return decisions.every(({ verdict }) => verdict === "kept") ? 0 : 1;
    },
  };
}

/** As if the cookie's own host had just set it: the jar's rules hold, and say why not. */
function offerTo(jar: CookieJar, cookie: JarCookie): CookieDecision {
  const { name, value, domain, hostOnly, path, expiresAtMs, secure, httpOnly } = cookie;
  const line = [
    `${name}=${value}`,
    `Path=${path}`,
    ...(hostOnly ? [] : [`Domain=${domain}`]),
    ...(expiresAtMs === undefined ? [] : [`Expires=${new Date(expiresAtMs).toUTCString()}`]),
    ...(secure ? ["Secure"] : []),
    ...(httpOnly ? ["HttpOnly"] : []),
  ].join("; ");
  return jar.offer(line, new URL(`${secure ? "https" : "http"}://${domain}${path}`));
}
