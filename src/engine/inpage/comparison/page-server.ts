import { readFile } from "node:fs/promises";
import type { EngineProcess } from "../../engine.ts";
import type { TestPage } from "../test-page.ts";
import { type ComparedResponse, type ComparedServer, PROGRAM_ENV, type WhenDone } from "./compared.ts";

const PORT = 3000;

type Machine = Awaited<ReturnType<TestPage["boot"]>>;
interface PageGlobals {
  testPage: TestPage;
  comparedMachine?: Machine;
  comparedProcess?: EngineProcess;
}

/** A page of the test site in any browser: runs a function, by its text, with an argument that JSON can carry. */
interface EvaluatingPage {
  evaluate<Result>(script: () => Promise<Result>): Promise<Result>;
  evaluate<Result, Argument extends Start | PageRequest>(
    script: (argument: Argument) => Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
}

/** A program of `programs/` in the engine in a page of the test site: one machine at a time per page. */
export async function startPageServer(
  page: EvaluatingPage,
  program: string,
  whenDone: WhenDone,
): Promise<ComparedServer> {
  const source = await readFile(new URL(`programs/${program}`, import.meta.url), "utf8");
  whenDone(() => page.evaluate(stopInPage));
  const failure = await page.evaluate(startInPage, {
    program,
    source,
    env: { ...PROGRAM_ENV, PORT: String(PORT) },
    port: PORT,
  });
  if (failure !== "") throw new Error(`${program} does not start in the page: ${failure}`);
  return {
    async exchange({ method, target, headers, body }) {
      const answer = await page.evaluate(exchangeInPage, {
        ...{ method, target, headers, port: PORT },
        body: body === undefined ? null : Buffer.from(body).toString("latin1"),
      });
      return { ...answer, body: Uint8Array.from(Buffer.from(answer.body, "latin1")) };
    },
  };
}

type Start = {
  readonly program: string;
  readonly source: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
};

/** Runs in the page: "" when the program listens, else what it printed. */
async function startInPage({ program, source, env, port }: Start): Promise<string> {
  const globals = globalThis as unknown as PageGlobals;
  const { testPage } = globals;
  const machine = await testPage.boot({ assets: testPage.assets });
  globals.comparedMachine = machine;
  await machine.mount({ [program]: source });
  const listening = new Promise<boolean>((resolve) => {
    machine.on("listening", (event) => {
      if (event.port === port) resolve(true);
    });
  });
  const child = await machine.spawn("node", [program], { env });
  globals.comparedProcess = child;
  if (await Promise.race([listening, child.exit.then(() => false)])) return "";
  let printed = "it ended. ";
  const reader = child.output.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) printed += next.value.text;
  return printed;
}

type PageRequest = {
  readonly method: string;
  readonly target: string;
  readonly headers: ComparedResponse["headers"];
  readonly port: number;
  /** One character for each byte; `null`: none. */
  readonly body: string | null;
};

/** Runs in the page. */
async function exchangeInPage({
  method,
  target,
  headers,
  port,
  body,
}: PageRequest): Promise<Omit<ComparedResponse, "body"> & { body: string }> {
  const machine = (globalThis as unknown as PageGlobals).comparedMachine;
  if (machine === undefined) throw new Error("no program was started");
  const bytes = body === null ? undefined : Uint8Array.from(body, (character) => character.charCodeAt(0));
  const request = { method, target, headers, ...(bytes !== undefined && { body: bytes }) };
  let head = { status: 0, statusText: "connection-reset", headers: [] as ComparedResponse["headers"] };
  let text = "";
  try {
    const response = await machine.request(port, request);
    head = { status: response.status, statusText: response.statusText, headers: response.headers };
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      for (let at = 0; at < next.value.length; at += 8192) {
        text += String.fromCharCode(...next.value.subarray(at, at + 8192));
      }
    }
    return { ...head, body: text, complete: true };
  } catch {
    return { ...head, body: text, complete: false };
  }
}

/** Runs in the page. */
async function stopInPage(): Promise<void> {
  const globals = globalThis as unknown as PageGlobals;
  await globals.comparedMachine?.teardown();
  delete globals.comparedMachine;
  delete globals.comparedProcess;
}
