import { connect } from "node:net";
import type { HeaderPair } from "../../../web/http.ts";
import type { ComparedRequest, ComparedResponse } from "./compared.ts";

/** What a server must have answered by; a response without an end is cut here. */
const PATIENCE_MS = 15_000;

/** Sends a request over a socket of its own and reads the response as it stands on the wire. */
export function rawExchange(port: number, request: ComparedRequest): Promise<ComparedResponse> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const chunks: Buffer[] = [];
    const patience = setTimeout(() => socket.destroy(new Error(`no end of ${request.target}`)), PATIENCE_MS);
    const settle = (ended: boolean) => {
      const response = parseResponse(Buffer.concat(chunks), request.method, ended);
      if (response === undefined) return;
      clearTimeout(patience);
      socket.destroy();
      resolve(response);
    };
    socket.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      settle(false);
    });
    socket.on("error", reject);
    socket.on("close", () => {
      clearTimeout(patience);
      settle(true);
    });
    socket.write(requestBytes(request));
  });
}

function requestBytes({ method, target, headers, body }: ComparedRequest): Buffer {
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "",
    "",
  ];
  const isChunked = headers.some(([name]) => name.toLowerCase() === "transfer-encoding");
  const sent = isChunked ? chunked(body) : [body ?? new Uint8Array(0)];
  return Buffer.concat([Buffer.from(head.join("\r\n"), "latin1"), ...sent]);
}

/** Two chunks and the end. */
function chunked(body: Uint8Array = new Uint8Array(0)): Uint8Array[] {
  const middle = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, middle), body.subarray(middle)].filter((part) => part.length > 0);
  const framed = parts.flatMap((part) => [
    Buffer.from(`${part.length.toString(16)}\r\n`),
    part,
    Buffer.from("\r\n"),
  ]);
  return [...framed, Buffer.from("0\r\n\r\n")];
}

/** `undefined`: it has not all come yet. Informational responses are skipped (RFC 9110 §15.2). */
function parseResponse(bytes: Buffer, method: string, ended: boolean): ComparedResponse | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd === -1) return ended ? failed() : undefined;
  const [statusLine = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const status = Number(statusLine.slice(9, 12));
  const rest = bytes.subarray(headEnd + 4);
  if (status < 200) return parseResponse(rest, method, ended);
  const headers = lines.map((line): HeaderPair => {
    const at = line.indexOf(": ");
    return [line.slice(0, at), line.slice(at + 2)];
  });
  const made = (body: Buffer, complete = true): ComparedResponse => ({
    status,
    statusText: statusLine.slice(13),
    headers,
    body: Uint8Array.from(body),
    complete,
  });
  const fieldOf = (name: string) => headers.find(([one]) => one.toLowerCase() === name)?.[1];
  if (method === "HEAD" || status === 204 || status === 304) return made(Buffer.alloc(0));
  if (/chunked/i.test(fieldOf("transfer-encoding") ?? "")) {
    const { body, complete } = dechunked(rest);
    return complete || ended ? made(body, complete) : undefined;
  }
  const length = fieldOf("content-length");
  if (length === undefined) return ended ? made(rest) : undefined;
  if (rest.length >= Number(length)) return made(rest.subarray(0, Number(length)));
  return ended ? made(rest, false) : undefined;
}

/** RFC 9112 §7.1. */
function dechunked(bytes: Buffer): { body: Buffer; complete: boolean } {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd === -1) return { body: Buffer.concat(parts), complete: false };
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const start = lineEnd + 2;
    if (size === 0) return { body: Buffer.concat(parts), complete: bytes.indexOf("\r\n", start) !== -1 };
    parts.push(bytes.subarray(start, start + size));
    if (start + size + 2 > bytes.length) return { body: Buffer.concat(parts), complete: false };
    at = start + size + 2;
  }
}

function failed(): ComparedResponse {
  return { status: 0, statusText: "connection-reset", headers: [], body: new Uint8Array(0), complete: false };
}
