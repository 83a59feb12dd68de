import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Express, Request, Response } from "express";

export interface Answer {
  readonly status: number;
  /** `name=value` of every Set-Cookie. */
  readonly cookies: readonly string[];
  readonly body: string;
}

/** One request through an app in this process, with no socket, so that the CPU time is the app's own. */
export type Exchange = (method: string, url: string, cookie: string) => Promise<Answer>;

const SOCKET = new Socket();

export function expressExchange(app: Express): Exchange {
  return (method, url, cookie) =>
    new Promise((resolve) => {
      const request = new IncomingMessage(SOCKET);
      request.method = method;
      request.url = url;
      request.headers = { host: "bench.test", cookie };
      request.push(null);
      const response = new ServerResponse(request);
      const end = response.end;
      response.end = ((...given: unknown[]) => {
        Reflect.apply(end, response, given);
        resolve({
          status: response.statusCode,
          cookies: cookiePairs(response.getHeader("set-cookie")),
          body: String(given[0] ?? ""),
        });
        return response;
      }) as typeof response.end;
      app(request as Request, response as Response);
    });
}

export function cookiePairs(header: number | string | readonly string[] | undefined): string[] {
  if (header === undefined) return [];
  return [header].flat().map((line) => String(line).split(";")[0] ?? "");
}
