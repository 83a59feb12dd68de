import { execFile } from "node:child_process";
import { access, constants, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

/** The system's own programs that the sandbox is made of, absolute paths. */
export interface IsolationTools {
  readonly bwrap: string;
  /** Sets the limits of a process. */
  readonly prlimit: string;
  /** Gives root's rights away. `undefined`: we are not root. */
  readonly setpriv: string | undefined;
  /** This bubblewrap can forbid further user namespaces (0.8 and later). */
  readonly forbidsNamespaces: boolean;
}

/** Sentences for the instructor: why hand-ins cannot be isolated here, and what to do about the machine. */
export interface NoIsolation {
  readonly reason: string;
}

/** Finds what the sandbox is made of. Whether the system lets it is known when the first one starts. */
export async function findIsolation(
  path = process.env["PATH"] ?? "",
  platform: NodeJS.Platform = process.platform,
  alsoIn: readonly string[] = ["/usr/bin", "/bin", "/usr/sbin"],
): Promise<IsolationTools | NoIsolation> {
  if (platform !== "linux") {
    return {
      reason: `Hand-ins are graded in a sandbox of Linux, which ${platformName(platform)} does not have. Grade them on a Linux machine${platform === "win32" ? ", or in WSL 2" : ", or in a virtual one"}.`,
    };
  }
  const isRoot = process.getuid?.() === 0;
  const [bwrap, prlimit, setpriv] = await Promise.all(
    ["bwrap", "prlimit", "setpriv"].map((name) => findProgram(name, [...path.split(delimiter), ...alsoIn])),
  );
  if (bwrap === undefined) {
    return {
      reason: `Hand-ins are graded in a sandbox made with bubblewrap (bwrap), which is not installed. Install it: apt install bubblewrap, or dnf install bubblewrap.`,
    };
  }
  if (prlimit === undefined || (isRoot && setpriv === undefined)) {
    const missing = prlimit === undefined ? "prlimit" : "setpriv";
    return {
      reason: `Hand-ins are held to limits with ${missing}, which is not installed. Install it: it is in the package util-linux.`,
    };
  }
  const forbidsNamespaces = await atLeast08(bwrap);
  return { bwrap, prlimit, setpriv: isRoot ? setpriv : undefined, forbidsNamespaces };
}

/** Why the system did not let the sandbox start; `lastWords` is what bubblewrap or Node wrote. */
export function refusedBySystem(lastWords: string): string {
  const said = whatWentWrong(lastWords);
  const quoted = said === "" ? "It gave no reason." : `It said: ${said}`;
  return `The sandbox could not be started on this system. ${quoted} It needs user namespaces: in a container, run it with them allowed; on Ubuntu, let bubblewrap have them (sysctl kernel.apparmor_restrict_unprivileged_userns=0).`;
}

/** The line of a program's last words that says most. */
export function whatWentWrong(lastWords: string): string {
  const lines = lastWords
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.find((line) => /^(\w*Error|bwrap|Uncaught)\b/.test(line)) ?? lines.at(-1) ?? "";
}

async function findProgram(name: string, folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders.filter((folder) => folder !== "")) {
    const file = join(folder, name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return realpath(file);
  }
  return undefined;
}

async function atLeast08(bwrap: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)(bwrap, ["--version"]);
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(stdout) ?? [];
  return Number(major) > 0 || Number(minor) >= 8;
}

function platformName(platform: NodeJS.Platform): string {
  return platform === "win32" ? "Windows" : platform === "darwin" ? "macOS" : platform;
}
