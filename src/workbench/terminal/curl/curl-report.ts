import type { HeaderPair, HttpResponse } from "../../../web/http.ts";
import type { NetworkError } from "../../../web/network.ts";
import { bytesOfText } from "../byte-text.ts";
import { CurlFailure } from "./curl-failure.ts";

/** The head of a response as it travelled, one line each, without the line ends. */
export function responseLines({ status, statusText, headers }: HttpResponse): readonly string[] {
  return [`HTTP/1.1 ${status} ${statusText}`, ...headers.map(fieldLine), ""];
}

/** The head of a request, in the same way. */
export function requestLines(method: string, url: URL, headers: readonly HeaderPair[]): readonly string[] {
  return [`${method} ${url.pathname}${url.search} HTTP/1.1`, ...headers.map(fieldLine), ""];
}

export function fieldLine([name, value]: HeaderPair): string {
  return `${name}: ${value}`;
}

/** Lines as bytes, each with CR and LF: a header's characters are bytes. */
export function wireBytes(lines: readonly string[]): Uint8Array {
  return bytesOfText(lines.map((line) => `${line}\r\n`).join(""));
}

export function portOf(url: URL): number {
  return url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
}

/** What the network's failure is in curl's words; the network's own become the hint. */
export function curlFailureOf(error: NetworkError, url: URL, elapsedMs: number): CurlFailure {
  const ms = Math.round(elapsedMs);
  switch (error.code) {
    case "unknown-host":
      return new CurlFailure(6, `Could not resolve host: ${url.hostname}`, error.message);
    case "connection-refused":
      return new CurlFailure(
        7,
        `Failed to connect to ${url.hostname} port ${portOf(url)} after ${ms} ms: Couldn't connect to server`,
        error.message,
      );
    case "connection-reset":
      return new CurlFailure(52, "Empty reply from server", error.message);
    case "timed-out":
      return timedOut(elapsedMs, 0, error.message);
    default:
      return new CurlFailure(56, `Recv failure: ${error.message}`);
  }
}

export function timedOut(elapsedMs: number, receivedBytes: number, hint?: string): CurlFailure {
  const message = `Operation timed out after ${Math.round(elapsedMs)} milliseconds with ${receivedBytes} bytes received`;
  return new CurlFailure(28, message, hint);
}
