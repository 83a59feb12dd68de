import { matchesPattern, type WireExchange, type WireResponse } from "../course/wire.ts";
import type { Exchange } from "../web/exchange.ts";
import { headerValues } from "../web/http.ts";
import type { SentRequest } from "./check-lessons-browser.ts";
import type { DrivenProgram } from "./driven-program.ts";

/** Where a wire block says something else than what happens. */
export interface Difference {
  readonly line: number;
  readonly message: string;
}

/** Carries out the exchanges of wire blocks in their order, and compares. */
export class ShownExchanges {
  readonly #program: DrivenProgram;
  /** Shown before the page's request that makes the browser send them. */
  #announced: WireExchange[] = [];
  /** Sent by the browser itself, and not shown so far. */
  #sent: { readonly line: number; readonly exchange: Exchange }[] = [];

  constructor(program: DrivenProgram) {
    this.#program = program;
  }

  async send(step: WireExchange): Promise<Difference[]> {
    if (step.byItself) return this.#seeItself(step);
    const found = this.#unshownAnswers();
    for (const sent of await this.#program.send(step)) {
      this.#sent.push(...sent.byItself.map((exchange) => ({ line: step.line, exchange })));
      for (const message of await this.#differences(step, sent)) found.push({ line: step.line, message });
    }
    const announced = this.#announced;
    this.#announced = [];
    for (const one of announced) found.push(...(await this.#seeItself(one, "sent by now")));
    return found;
  }

  /** A preflight that no block shows, and the other way round. Call it at the end. */
  unshown(): Difference[] {
    return [
      ...this.#unshownAnswers(),
      ...this.#announced.map((step) => ({
        line: step.line,
        message: `${exchangeName(step)} was not sent by itself.`,
      })),
    ];
  }

  async #seeItself(step: WireExchange, when?: "sent by now"): Promise<Difference[]> {
    const at = this.#sent.findIndex(
      ({ exchange: { request } }) =>
        request.method === step.request.method && request.url === this.#program.address(step.request.target),
    );
    const [found] = at < 0 ? [] : this.#sent.splice(at, 1);
    if (found !== undefined) {
      const messages = await differences(step, found.exchange, this.#program);
      return messages.map((message) => ({ line: step.line, message }));
    }
    if (when === "sent by now")
      return [
        {
          line: step.line,
          message: `${exchangeName(step)} was not sent by the browser itself: take it out.`,
        },
      ];
    this.#announced.push(step);
    return [];
  }

  #unshownAnswers(): Difference[] {
    const preflights = this.#sent.filter(({ exchange }) => exchange.request.method === "OPTIONS");
    const unshown = preflights.map(({ line, exchange: { request } }) => ({
      line,
      message: `The browser also sent ${request.method} ${request.url}: show it, with "@itself" before it.`,
    }));
    this.#sent = [];
    return unshown;
  }

  async #differences(step: WireExchange, { exchange, keptFromPage }: SentRequest): Promise<string[]> {
    const found = keptDifferences(step, keptFromPage);
    if (exchange !== undefined) return [...found, ...(await differences(step, exchange, this.#program))];
    if (step.response === undefined) return found;
    return [...found, `${exchangeName(step)} was not sent: ${keptFromPage ?? "nobody says why"}`];
  }
}

function keptDifferences(step: WireExchange, kept: string | undefined): string[] {
  const expected = step.keptFromPage;
  if (expected === undefined) return [];
  if (kept !== undefined && matchesPattern(expected, kept)) return [];
  return [
    `${exchangeName(step)} should be kept from the page, "${expected}", and ${kept === undefined ? "was not." : `was: ${kept}`}`,
  ];
}

async function differences(
  step: WireExchange,
  exchange: Exchange,
  program: DrivenProgram,
): Promise<string[]> {
  const found = step.response === undefined ? [] : responseDifferences(step, step.response, exchange);
  if (step.record === undefined) return found;
  const commit = await program.commit(exchange);
  const data = commit.after?.data ?? null;
  if (sortedJson(data) !== sortedJson(step.record)) {
    found.push(
      `${exchangeName(step)} should leave the record ${JSON.stringify(step.record)}, and left ${JSON.stringify(data)}.`,
    );
  }
  return found;
}

function responseDifferences(step: WireExchange, expected: WireResponse, exchange: Exchange): string[] {
  const { response } = exchange;
  if (response === undefined)
    return [`${exchangeName(step)} had no answer: ${exchange.failure?.message ?? "none came"}.`];
  const body = new TextDecoder().decode(response.body.bytes).trimEnd();
  const found: string[] = [];
  if (response.status !== expected.status) {
    found.push(
      `${exchangeName(step)} should answer ${expected.status}, and answered ${response.status}: ${body.slice(0, 300)}`,
    );
  }
  for (const [field, pattern] of expected.headers) {
    const values = headerValues(response.headers, field);
    if (values.some((value) => matchesPattern(pattern, value))) continue;
    found.push(
      `${exchangeName(step)} should send ${field}: ${pattern}, and sent ${values.join(" | ") || "none"}.`,
    );
  }
  for (const field of expected.absent) {
    const values = headerValues(response.headers, field);
    if (values.length > 0)
      found.push(`${exchangeName(step)} should send no ${field}, and sent ${values.join(" | ")}.`);
  }
  if (expected.body !== undefined && !matchesPattern(expected.body.trimEnd(), body)) {
    found.push(`${exchangeName(step)} should say\n${expected.body}\nand said\n${body}`);
  }
  return found;
}

/** "GET /cart (Alice)" */
export function exchangeName({ agent, request }: WireExchange): string {
  return `${request.method} ${request.target} (${agent})`;
}

/** Key order does not matter, and neither do prototypes. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
