import { get, type Scenario } from "../scenario.ts";

const hashes = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "SHA256", "RSA-SHA256", "ripemd160"];

export const cryptoRequests: Scenario = {
  program: "crypto.mjs",
  requests: [
    ...hashes.map((name) => get(`/hash/${name}?text=The+quick+%C3%BC`)),
    get("/hash/sha256"),
    ...["/unknown", "/gcm", "/cbc", "/derive", "/random", "/keys", "/hash-stream", "/once"].map((path) =>
      get(path),
    ),
  ],
};
