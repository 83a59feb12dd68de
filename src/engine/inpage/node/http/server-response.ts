import type { HeaderPair } from "../../../../web/http.ts";
import type { ServerExchange } from "../../kernel.ts";
import { invalidArgType, invalidArgValue, nodeError, outOfRange } from "../node-error.ts";
import { nextTick } from "../ticks.ts";
import { hasBadCharacter, headersSent, invalidChar } from "./header-rules.ts";
import type { IncomingMessage } from "./incoming-message.ts";
import { type HeadersArgument, headerEntries } from "./outgoing-headers.ts";
import { type Callback, OutgoingMessage, type Wire } from "./outgoing-message.ts";
import type { Socket } from "./socket.ts";
import { STATUS_CODES } from "./status-codes.ts";

/** RFC 8288 §3, as Node checks it. */
const LINK = /^(?:<[^>]*>)(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$/;
const LINK_EXPECTED = 'must be an array or string of format "</styles.css>; rel=preload; as=style"';

const nowhere: Wire = {
  head: () => undefined,
  write: () => Promise.resolve(),
  end: () => undefined,
};

/** Fields go on one line, lists of values too, as Node has it here. */
function informationPairs(headers: HeadersArgument): HeaderPair[] {
  if (headers !== null && headers !== undefined && typeof headers !== "object")
    throw invalidArgType("headers", "object", headers);
  return headerEntries(headers).map(([name, value]) => [name, String(value)]);
}

export class ServerResponse extends OutgoingMessage {
  readonly req: IncomingMessage;
  statusCode = 200;
  declare statusMessage: string | undefined;
  _sent100 = false;
  _expect_continue = false;
  protected wire: Wire = nowhere;
  #exchange: ServerExchange | undefined;

  constructor(req: IncomingMessage) {
    super();
    this.req = req;
    this.sendDate = true;
    if (req.method === "HEAD") this._hasBody = false;
  }

  /** Sends to the exchange what is written from now on. */
  _attach(exchange: ServerExchange): void {
    this.#exchange = exchange;
    this.wire = {
      head: (_firstLine, head) => exchange.head(this.statusCode, this.statusMessage ?? "", head.pairs),
      write: (bytes) => exchange.write(bytes),
      end: (trailers) => exchange.end(trailers),
    };
  }

  assignSocket(socket: Socket): void {
    if (socket._httpMessage !== null) {
      throw nodeError(Error, "ERR_HTTP_SOCKET_ASSIGNED", "ServerResponse has an already assigned socket");
    }
    socket._httpMessage = this;
    this.socket = socket;
    socket.on("close", this.#onSocketClose);
    this.emit("socket", socket);
  }

  detachSocket(socket: Socket): void {
    socket.removeListener("close", this.#onSocketClose);
    socket._httpMessage = null;
    this.socket = null;
  }

  #onSocketClose = (): void => this._emitClose();

  override _implicitHeader(): void {
    this.writeHead(this.statusCode);
  }

  writeHead(statusCode: number, reason?: string | HeadersArgument, headers?: HeadersArgument): this {
    if (this._header !== null) throw headersSent("write");
    const code = statusCode | 0;
    if (code < 100 || code > 999) {
      throw invalidStatus(statusCode);
    }
    let extra = headers;
    if (typeof reason === "string") this.statusMessage = reason;
    else {
      this.statusMessage ||= STATUS_CODES[code] ?? "unknown";
      extra ??= reason;
    }
    this.statusCode = code;
    const alone = this.hasOwnHeaders ? undefined : (extra ?? undefined);
    if (this.hasOwnHeaders) this.#merge(extra);
    if (hasBadCharacter(this.statusMessage)) throw invalidChar("statusMessage");
    if (code === 204 || code === 304 || code < 200) this._hasBody = false;
    if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
    this._storeHeader(`HTTP/1.1 ${code} ${this.statusMessage}`, alone);
    return this;
  }

  writeHeader(statusCode: number, reason?: string | HeadersArgument, headers?: HeadersArgument): this {
    return this.writeHead(statusCode, reason, headers);
  }

  #merge(extra: HeadersArgument): void {
    if (Array.isArray(extra)) {
      const entries = headerEntries(extra);
      for (const [name] of entries) this.removeHeader(name);
      for (const [name, value] of entries) if (name) this.appendHeader(name, value);
    } else if (extra) {
      for (const [name, value] of Object.entries(extra)) if (name) this.setHeader(name, value);
    }
  }

  writeInformation(statusCode: number, headers?: HeadersArgument, callback?: Callback): boolean {
    if (this._header !== null) throw headersSent("write");
    if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 199) {
      throw outOfRange("statusCode", ">= 100 && <= 199", statusCode);
    }
    if (statusCode === 101) throw invalidStatus(statusCode);
    const pairs = informationPairs(headers);
    this.#exchange?.inform({
      status: statusCode,
      statusText: STATUS_CODES[statusCode] ?? "unknown",
      headers: pairs,
    });
    if (callback !== undefined) nextTick(callback);
    return !this.destroyed;
  }

  writeContinue(callback?: Callback): void {
    this.writeInformation(100, null, callback);
    this._sent100 = true;
  }

  writeProcessing(callback?: Callback): void {
    this.writeInformation(102, null, callback);
  }

  writeEarlyHints(hints: object, callback?: Callback): void {
    if (typeof hints !== "object" || hints === null) throw invalidArgType("hints", "object", hints);
    const { link, ...rest } = hints as Record<string, unknown>;
    if (link === null || link === undefined || (Array.isArray(link) && link.length === 0)) return;
    for (const one of Array.isArray(link) ? link : [link]) {
      if (typeof one !== "string" || !LINK.test(one)) throw invalidArgValue("hints", one, LINK_EXPECTED);
    }
    this.writeInformation(103, { Link: Array.isArray(link) ? link.join(", ") : link, ...rest }, callback);
  }
}

function invalidStatus(code: number): Error {
  return nodeError(RangeError, "ERR_HTTP_INVALID_STATUS_CODE", `Invalid status code: ${code}`);
}
