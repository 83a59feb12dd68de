import type { HttpRequest } from "../../web/http.ts";

/** The request with the one header that its body's framing needs, when it lacks it (RFC 9112 §6). */
export function framed(request: HttpRequest): HttpRequest {
  const { body, headers } = request;
  if (body === undefined) return request;
  if (headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))) return request;
  return body instanceof Uint8Array
    ? { ...request, headers: [...headers, ["Content-Length", String(body.byteLength)]] }
    : { ...request, headers: [...headers, ["Transfer-Encoding", "chunked"]] };
}
