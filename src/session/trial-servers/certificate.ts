import { isIP } from "node:net";
import { join } from "node:path";
import { runAs } from "./account.ts";
import type { Account } from "./server-process.ts";

export interface CertificateFiles {
  readonly key: string;
  readonly certificate: string;
}

/** A key, and a certificate for `host` (a name or an IP address) that it signed itself, made with OpenSSL. */
export async function makeCertificate(
  account: Account | undefined,
  folder: string,
  host: string,
): Promise<CertificateFiles> {
  const files = certificateFiles(folder);
  await runAs(account, "openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...["-subj", `/CN=${host}`, "-addext", `subjectAltName=${isIP(host) === 0 ? "DNS" : "IP"}:${host}`],
    ...["-keyout", files.key, "-out", files.certificate],
  ]);
  return files;
}

export function certificateFiles(folder: string): CertificateFiles {
  return { key: join(folder, "server.key"), certificate: join(folder, "server.crt") };
}
