import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Express, Request, Response } from "express";

export interface Answer {
  readonly status: number;
  /** As the response has it; see {@link cookiePairs}. */
  readonly setCookie: number | string | readonly string[] | undefined;
  readonly body: string;
}

/** One request through an app in this process, with no socket, so that the CPU time is the app's own. */
export type Exchange = (method: string, url: string, cookie: string) => Promise<Answer>;

const SOCKET = new Socket();
const ANSWERED = Symbol("bench.answered");

const WRITTEN = Symbol("bench.written");

type WatchedResponse = ServerResponse & { [ANSWERED]: (answer: Answer) => void; [WRITTEN]?: string };

/**
 * The end of a response is watched on the prototype that the app gives all of its responses: a function of its own
 * on each would keep whole requests alive for several collections, and that cost is ten times what is measured.
 */
export function expressExchange(app: Express): Exchange {
  // express-session writes most of a body while it saves, and only the rest at the end.
  app.response.write = function write(this: WatchedResponse, ...given: unknown[]) {
    this[WRITTEN] = (this[WRITTEN] ?? "") + String(given[0]);
    return Reflect.apply(ServerResponse.prototype.write, this, given) as boolean;
  } as unknown as typeof app.response.write;
  app.response.end = function end(this: WatchedResponse, ...given: unknown[]) {
    Reflect.apply(ServerResponse.prototype.end, this, given);
    this[ANSWERED]({
      status: this.statusCode,
      setCookie: this.getHeader("set-cookie"),
      body: (this[WRITTEN] ?? "") + String(given[0] ?? ""),
    });
    return this;
  } as unknown as typeof app.response.end;
  return (method, url, cookie) =>
    new Promise((resolve) => {
      const request = new IncomingMessage(SOCKET);
      request.method = method;
      request.url = url;
      request.headers = { host: "bench.test", cookie };
      request.push(null);
      const response = new ServerResponse(request) as WatchedResponse;
      response[ANSWERED] = resolve;
      app(request as Request, response as unknown as Response);
    });
}

/** `name=value` of every Set-Cookie. */
export function cookiePairs({ setCookie: header }: Answer): string[] {
  if (header === undefined) return [];
  return [header].flat().map((line) => String(line).split(";")[0] ?? "");
}
