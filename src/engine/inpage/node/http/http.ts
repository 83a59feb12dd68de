import type { Kernel } from "../../kernel.ts";
import { type BuiltinModule, moduleFace } from "../builtin.ts";
import { invalidArgType, nodeError, outOfRange } from "../node-error.ts";
import { Agent, globalAgent } from "./agent.ts";
import { ClientRequest, type RequestOptions, type ResponseListener } from "./client-request.ts";
import { validateHeaderName, validateHeaderValue } from "./header-rules.ts";
import { IncomingMessage } from "./incoming-message.ts";
import { OutgoingMessage } from "./outgoing-message.ts";
import { type RequestListener, type ServerOptions, serverClass } from "./server.ts";
import { ServerResponse } from "./server-response.ts";
import { METHODS, STATUS_CODES } from "./status-codes.ts";

export function httpModule(kernel: Kernel): BuiltinModule {
  const Server = serverClass(kernel);
  const request = (
    target: string | URL | RequestOptions,
    options?: RequestOptions | ResponseListener,
    listener?: ResponseListener,
  ): ClientRequest => {
    const given = typeof options === "function" ? undefined : options;
    const onResponse = typeof options === "function" ? options : listener;
    return new ClientRequest(kernel, { ...urlOptions(target), ...given }, onResponse);
  };
  const get = (...args: Parameters<typeof request>): ClientRequest => {
    const made = request(...args);
    made.end();
    return made;
  };
  return moduleFace({
    _connectionListener: () => undefined,
    METHODS,
    STATUS_CODES,
    Agent: callable(Agent),
    ClientRequest,
    IncomingMessage,
    OutgoingMessage,
    Server: callable(Server),
    ServerResponse,
    createServer: (options?: ServerOptions | RequestListener, listener?: RequestListener) =>
      new Server(options, listener),
    validateHeaderName,
    validateHeaderValue,
    get,
    request,
    maxHeaderSize: 16_384,
    globalAgent,
    setMaxIdleHTTPParsers: (max: unknown) => checkCount("max", max),
    setGlobalProxyFromEnv: () => undefined,
    WebSocket: globalThis.WebSocket,
    CloseEvent: globalThis.CloseEvent,
    MessageEvent: globalThis.MessageEvent,
  });
}

/** Node's own classes may be called without `new`. */
function callable<Class extends abstract new (...args: never) => object>(original: Class): Class {
  return new Proxy(original, { apply: (target, _self, args) => Reflect.construct(target, args) });
}

function checkCount(name: string, value: unknown): void {
  if (typeof value !== "number") throw invalidArgType(name, "number", value);
  if (!Number.isInteger(value) || value < 1)
    throw outOfRange(name, `>= 1 && <= ${Number.MAX_SAFE_INTEGER}`, value);
}

function urlOptions(target: string | URL | RequestOptions): RequestOptions {
  if (typeof target === "string") return urlOptions(parsed(target));
  if (target instanceof URL) {
    return {
      protocol: target.protocol,
      hostname: target.hostname,
      path: target.pathname + target.search,
      ...(target.port !== "" && { port: target.port }),
      ...(target.username !== "" && {
        auth: `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`,
      }),
    };
  }
  return typeof target === "object" && target !== null ? target : {};
}

function parsed(url: string): URL {
  if (URL.canParse(url)) return new URL(url);
  throw Object.assign(nodeError(TypeError, "ERR_INVALID_URL", "Invalid URL"), { input: url });
}
