import { type TrialAnswer, TrialClient } from "../session/trial-client.ts";

/** Somebody with a browser of today and a cookie jar of one site. */
export interface Visitor {
  readonly client: TrialClient;
  readonly address: string;
  get(path: string, headers?: Record<string, string>): Promise<TrialAnswer>;
  form(path: string, fields?: Record<string, string>): Promise<TrialAnswer>;
  json(path: string, body: unknown): Promise<TrialAnswer>;
}

export function visitor(address: string): Visitor {
  const client = new TrialClient();
  const ofOwnPage = { Origin: address, "Sec-Fetch-Site": "same-origin" };
  return {
    client,
    address,
    get: (path, headers = {}) => client.send("GET", address + path, undefined, headers),
    form: (path, fields = {}) =>
      client.post(address + path, new URLSearchParams(fields).toString(), {
        ...ofOwnPage,
        "Content-Type": "application/x-www-form-urlencoded",
      }),
    // As curl does.
    json: (path, body) =>
      client.post(address + path, JSON.stringify(body), { "Content-Type": "application/json" }),
  };
}
