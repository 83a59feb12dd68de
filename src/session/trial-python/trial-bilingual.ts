import { once } from "node:events";
import type { AddressInfo } from "node:net";
import express from "express";
import { session } from "../express.ts";
import type { Session } from "../session-face.ts";
import type { SessionOptions } from "../settings.ts";
import { type TrialAnswer, TrialClient } from "../trial-client.ts";
import type { PythonServer } from "./trial-python.ts";

/** What a Python program answered. */
export interface PythonAnswer {
  /** The session there, as Flask's tagged JSON. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly messages: unknown;
}

/** An Express program of ours that does with the session what a test says. */
export interface OurServer {
  readonly url: string;
  /** What went to the log. */
  readonly logged: readonly string[];
  run(client: TrialClient, what: (session: Session) => unknown, method?: string): Promise<TrialAnswer>;
  stop(): Promise<void>;
}

export async function serveOurs(options: SessionOptions): Promise<OurServer> {
  const logged: string[] = [];
  const errands = new Map<string, (session: Session) => unknown>();
  const app = express();
  app.use(session({ log: (message) => logged.push(message), development: true, ...options }));
  app.all("/do/:errand", async (req, res) => {
    const result: unknown = await errands.get(req.params.errand)?.(req.session);
    res.json({ result: result ?? null });
  });
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let count = 0;
  return {
    url,
    logged,
    async run(client, what, method = "POST") {
      count += 1;
      errands.set(String(count), what);
      return client.send(method, `${url}/do/${count}`);
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** Runs the statements in the Python program, with this client's cookie. */
export async function python(
  server: PythonServer,
  client: TrialClient,
  statements: string,
): Promise<PythonAnswer> {
  const body = JSON.stringify({ python: statements });
  const answer = await client.post(`${server.url}/do`, body, { "Content-Type": "application/json" });
  if (answer.status !== 200) throw new Error(`The Python program answered ${answer.status}: ${answer.text}`);
  return answer.json() as PythonAnswer;
}

/** Runs it here; what it returned. */
export async function ours(
  server: OurServer,
  client: TrialClient,
  what: (session: Session) => unknown,
): Promise<unknown> {
  const answer = await server.run(client, what);
  if (answer.status !== 200) throw new Error(`We answered ${answer.status}: ${answer.text}`);
  return (answer.json() as { readonly result: unknown }).result;
}

/** A user agent that both programs serve. */
export function bilingualClient(cookie?: string): TrialClient {
  return new TrialClient(cookie, "session");
}
