import diagnostics from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";
import { createRequire } from "node:module";
import type { FromProcess } from "./process-messages.ts";

const PREFIX = "keepsake:";

/** Not by `import`, which asks for each export of it, the WebSocket too: that alone costs as much CPU as Node's whole start. */
const http: typeof import("node:http") = createRequire(import.meta.url)("node:http");

/** Hands on what libraries publish on channels named "keepsake:…", with the exchange it belongs to. */
export function installDiagnostics(options: {
  readonly exchangeHeader: string;
  send(message: FromProcess): void;
}): void {
  const exchangeOf = new WeakMap<object, string>();
  takeExchangeIds(options.exchangeHeader, exchangeOf);

  const subscribed = new Set<string>();
  const channel = diagnostics.channel;
  diagnostics.channel = (name) => {
    if (typeof name === "string" && name.startsWith(PREFIX) && !subscribed.has(name)) {
      subscribed.add(name);
      diagnostics.subscribe(name, (message) => {
        const { request, ...rest } = message as Record<string, unknown>;
        const exchangeId =
          typeof request === "object" && request !== null ? exchangeOf.get(request) : undefined;
        options.send({ kind: "diagnostic", channel: name, exchangeId, message: plain(rest) });
      });
    }
    return channel(name);
  };
}

/** Remembers each request's exchange and takes its header away before the program sees the request. */
function takeExchangeIds(header: string, exchangeOf: WeakMap<object, string>): void {
  const emit = http.Server.prototype.emit;
  http.Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]): boolean {
    const [request] = args;
    if (request instanceof http.IncomingMessage) {
      const id = request.headers[header];
      if (typeof id === "string") {
        exchangeOf.set(request, id);
        hideHeader(request, header);
      }
    }
    return Reflect.apply(emit, this, [event, ...args]);
  };
}

function hideHeader(request: IncomingMessage, header: string): void {
  delete request.headers[header];
  delete request.headersDistinct[header];
  const at = request.rawHeaders.findIndex(
    (field, index) => index % 2 === 0 && field.toLowerCase() === header,
  );
  if (at >= 0) request.rawHeaders.splice(at, 2);
}

function plain(message: Record<string, unknown>): Record<string, unknown> {
  try {
    return structuredClone(message);
  } catch {
    return JSON.parse(JSON.stringify(message));
  }
}
