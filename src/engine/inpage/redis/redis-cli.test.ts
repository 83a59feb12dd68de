import { spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis, type TrialRedis } from "../../../session/trial-servers/redis.ts";

const OURS = fileURLToPath(new URL("redis-cli-command.ts", import.meta.url));
const PASSWORD = "a b:c";

let open: TrialRedis;
let guarded: TrialRedis;

beforeAll(async () => {
  [open, guarded] = await Promise.all([startRedis(), startRedis({ args: ["--requirepass", PASSWORD] })]);
  for (const [key, value] of [
    ["cart:1", "tea"],
    ["cart:2", 'quo"te\n'],
    ["vis\u00eet", "\u00e9t\u00e9"],
  ] as const) {
    await real(open, ["SET", key, value]);
  }
  await real(open, ["-n", "3", "SET", "elsewhere", "yes"]);
});
afterAll(async () => {
  await Promise.all([open.stop(), guarded.stop()]);
});

interface Said {
  readonly out: string;
  readonly err: string;
}

async function said(command: string, args: readonly string[]): Promise<Said> {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] },
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { out, err };
}

const real = ({ port }: TrialRedis, args: readonly string[]): Promise<Said> =>
  said("redis-cli", args.includes("-u") ? args : ["-p", String(port), ...args]);
const ours = ({ port }: TrialRedis, args: readonly string[]): Promise<Said> =>
  said(process.execPath, [OURS, ...(args.includes("-u") ? args : ["-p", String(port), ...args])]);

/** SCAN gives keys in any order. */
const sorted = ({ out }: Said): string[] => out.split("\n").sort();

describe("redis-cli says what the real one says", () => {
  it.for([
    ["--no-raw", "GET", "cart:2"],
    ["--raw", "GET", "cart:2"],
    ["-r", "3", "--no-raw", "INCR", "counter-{who}"],
    ["-r", "2", "-i", "0.01", "--raw", "ECHO", "again"],
    ["-r", "0", "PING"],
    ["-n", "3", "--no-raw", "GET", "elsewhere"],
    ["-n", "99", "--raw", "PING"],
    ["--no-raw", "MGET", "cart:1", "nothing"],
  ])("%s", async (args) => {
    const asked = (who: string) => args.map((one) => one.replace("{who}", who));
    expect(await ours(open, asked("ours"))).toEqual(await real(open, asked("real")));
  });

  it.for([
    ["--no-raw", "--scan"],
    ["--raw", "--scan"],
    ["--raw", "--scan", "--pattern", "cart:*"],
    ["--no-raw", "--scan", "--pattern", "v*"],
    ["-n", "3", "--raw", "--scan"],
  ])("%s", async (args) => {
    const keys = sorted(await real(open, args)).filter((key) => !key.includes("counter"));
    expect(sorted(await ours(open, args)).filter((key) => !key.includes("counter"))).toEqual(keys);
    expect(keys.length).toBeGreaterThan(1);
  });

  it.for([
    "redis://127.0.0.1:{port}",
    "redis://localhost:{port}/3",
    "redis://a%20b%3Ac@127.0.0.1:{guarded}/0",
    "redis://default:a%20b%3Ac@127.0.0.1:{guarded}",
    "redis://default:wrong@127.0.0.1:{guarded}",
    "http://127.0.0.1:{port}",
  ])("-u %s", async (pattern) => {
    const uri = pattern.replace("{port}", String(open.port)).replace("{guarded}", String(guarded.port));
    const withoutWarning = ({ out, err }: Said): Said => ({ out, err: err.replace(/^Warning: .*\n/m, "") });
    const args = ["-u", uri, "--raw", "EXISTS", "elsewhere"];
    expect(withoutWarning(await ours(open, args))).toEqual(withoutWarning(await real(open, args)));
  });
});
