/** Our own ways to keep sessions. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type express from "express";
import {
  fileStore,
  memoryStore,
  redisStore,
  sealedCookie,
  session,
  starletteCookie,
} from "../../app/index.ts";
import type { SessionOptions } from "../../session/index.ts";
import { type Contender, expressApp, expressContender, type SessionUse } from "./contender.ts";
import { expressExchange } from "./exchange.ts";

const use: SessionUse<express.Request> = {
  get: (request, key) => request.session.get(key),
  set: (request, key, value) => request.session.set(key, value),
};

function ours(name: string, options: SessionOptions, close?: () => Promise<void>): Contender {
  const middleware = [session({ ...options, development: false })];
  return expressContender({ name: `keepsake, ${name}`, middleware, use, ...(close && { close }) });
}

export function expressAlone(): Contender {
  const nothing: SessionUse<express.Request> = { get: () => true, set: () => {} };
  return {
    name: "Express alone",
    base: "express",
    exchange: expressExchange(expressApp({ middleware: [], use: nothing })),
    close: async () => {},
  };
}

export const inMemory = () => ours("memory", { store: memoryStore() });

export function onRedis(url: string): Contender {
  const store = redisStore({ url });
  return ours("Redis", { store }, async () => store.close?.());
}

const secrets = [randomBytes(32).toString("base64url")];

export const signedCookie = () =>
  ours("signed cookie", { cookieHeld: starletteCookie({ secretKey: secrets[0] ?? "" }) });

export const sealed = () => ours("sealed cookie", { cookieHeld: sealedCookie({ secrets }) });

export async function inFiles(): Promise<Contender> {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-bench-"));
  return ours("files", { store: fileStore({ folder }) }, () => rm(folder, { recursive: true, force: true }));
}
