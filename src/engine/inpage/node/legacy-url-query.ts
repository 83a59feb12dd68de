import { querystringModule } from "./querystring.ts";

const { parse: parseQuery, stringify: stringifyQuery } =
  querystringModule.default as typeof import("node:querystring");

/** The legacy `url` package asks for `qs`; Node's own `url.parse` uses `querystring`. */
export function parse(text: string): object {
  return parseQuery(text);
}

export function stringify(query: Record<string, string>): string {
  return stringifyQuery(query);
}
