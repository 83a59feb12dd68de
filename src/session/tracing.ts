import type { Awaitable } from "./store.ts";

/** What of OpenTelemetry's API is used. Written out, so that our types do not need its package. */
interface TracingApi {
  readonly trace: {
    getTracer(name: string): Tracer;
    getTracerProvider(): object;
    setSpan(context: object, span: Span): object;
  };
  readonly context: {
    active(): object;
    with<T>(context: object, work: () => T): T;
  };
}

interface Tracer {
  startSpan(name: string, options: { attributes: Attributes }): Span;
}

interface Span {
  isRecording(): boolean;
  setAttribute(name: string, value: string | number | boolean): unknown;
  setStatus(status: { code: number }): unknown;
  end(): void;
}

/** Never an id, a key, a value or a user. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

const ERROR_STATUS = 2;

let api: (TracingApi & { readonly tracer: Tracer }) | undefined;
let loading: Promise<boolean> | undefined;

/**
 * Looks for the optional package `@opentelemetry/api`, once. True: it is there, and from now on spans are made.
 * Without it a span costs one comparison.
 */
export function loadTracing(): Promise<boolean> {
  loading ??= findApi();
  return loading;
}

/** False: nobody would see a span, and {@link traced} would only do the work. */
export function isTracing(): boolean {
  if (api === undefined) return false;
  hasProvider ||= isProvided(api.trace.getTracerProvider());
  return hasProvider;
}

let hasProvider = false;

/** The API's stand-in for a provider knows whether one was set up behind it; another object is one. */
function isProvided(provider: object): boolean {
  return (
    !("getDelegateTracer" in provider) ||
    typeof provider.getDelegateTracer !== "function" ||
    provider.getDelegateTracer(TRACER_NAME) !== undefined
  );
}

const TRACER_NAME = "keepsake";

async function findApi(): Promise<boolean> {
  try {
    const { trace, context } = (await import("@opentelemetry/api")) as unknown as TracingApi;
    // It asks for the SDK at each span, so that one which is set up later is found.
    api = { trace, context, tracer: trace.getTracer(TRACER_NAME) };
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
  const { trace, context, tracer } = api;
  const span = tracer.startSpan(name, { attributes });
  // No SDK, or not chosen for the sample: nobody will see it.
  if (!span.isRecording()) return work();
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
