import type { Awaitable } from "./store.ts";

/** What of OpenTelemetry's API is used. Written out, so that our types do not need its package. */
interface TracingApi {
  readonly trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { attributes: Attributes }): Span;
    };
    setSpan(context: object, span: Span): object;
  };
  readonly context: {
    active(): object;
    with<T>(context: object, work: () => T): T;
  };
}

interface Span {
  setAttribute(name: string, value: string | number | boolean): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** Never an id, a key, a value or a user. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

const ERROR_STATUS = 2;

let api: TracingApi | undefined;
let loading: Promise<boolean> | undefined;

/**
 * Looks for the optional package `@opentelemetry/api`, once. True: it is there, and from now on spans are made.
 * Without it a span costs one comparison.
 */
export function loadTracing(): Promise<boolean> {
  loading ??= findApi();
  return loading;
}

async function findApi(): Promise<boolean> {
  try {
    api = (await import("@opentelemetry/api")) as unknown as TracingApi;
    return true;
  } catch {
    return false;
  }
}

/**
 * Does the work within a span, which is over when the work is. `outcome` says how it went in one word; a
 * failure marks the span as failed, without the error's message, which might name a key.
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Awaitable<T>,
  outcome: (result: T) => string | undefined,
): Awaitable<T> {
  if (api === undefined) return work();
  const { trace, context } = api;
  const span = trace.getTracer("keepsake").startSpan(name, { attributes });
  const succeed = (result: T): T => {
    const word = outcome(result);
    if (word !== undefined) span.setAttribute("keepsake.outcome", word);
    span.end();
    return result;
  };
  const fail = (error: unknown): never => {
    span.setStatus({ code: ERROR_STATUS });
    span.end();
    throw error;
  };
  try {
    const done = context.with(trace.setSpan(context.active(), span), work);
    return done instanceof Promise ? done.then(succeed, fail) : succeed(done);
  } catch (error) {
    return fail(error);
  }
}
