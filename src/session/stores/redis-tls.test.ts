import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeCertificate } from "../trial-servers/certificate.ts";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { freePort } from "../trial-servers/server-process.ts";
import { recordWith } from "./contract.ts";
import { redisStore } from "./redis-store.ts";
import { valkeyStore } from "./valkey-store.ts";

const KEY = "a".repeat(64);
const trusted = tls.getCACertificates("default");

let folder: string;
let server: TrialRedis | undefined;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "keepsake-redis-tls-"));
  const { key, certificate } = await makeCertificate(undefined, folder, "127.0.0.1");
  const port = await freePort();
  server = await startRedis({
    args: [
      ...["--tls-port", String(port), "--tls-cert-file", certificate, "--tls-key-file", key],
      ...["--tls-auth-clients", "no", "--user", "app", "on", ">secret", "~*", "+@all"],
    ],
  });
  url = `rediss://app:secret@127.0.0.1:${port}/1`;
  tls.setDefaultCACertificates([...trusted, await readFile(certificate, "utf8")]);
});
afterAll(async () => {
  tls.setDefaultCACertificates(trusted);
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  ["redis", redisStore],
  ["valkey", valkeyStore],
])("keeps sessions over TLS, with a name and a password (%s)", async (prefix, storeOf) => {
  const store = storeOf({ url, prefix, log: () => {} });
  await store.create(KEY, recordWith({ n: 1 }));
  expect((await store.load(KEY)).found).toBe(true);
  await store.close?.();
});

it("refuses a server whose certificate nobody vouches for", async () => {
  tls.setDefaultCACertificates(trusted);
  const store = redisStore({ url, timeoutMs: 500, log: () => {} });
  await expect((async () => store.load(KEY))()).rejects.toThrow(/no connection .*certificate/);
  await store.close?.();
});
