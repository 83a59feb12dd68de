import { EngineError } from "../engine.ts";

/** The body, but it breaks with code "aborted" when the signal fires before its end. */
export function abortableBody(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  if (signal === undefined) return body;
  const reader = body.getReader();
  let abort: (() => void) | undefined;
  const settle = () => {
    if (abort !== undefined) signal.removeEventListener("abort", abort);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        abort = () => {
          settle();
          controller.error(
            new EngineError("aborted", "The request was aborted before its answer had ended."),
          );
          reader.cancel().catch(() => {});
        };
        if (signal.aborted) abort();
        else signal.addEventListener("abort", abort);
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (signal.aborted) return;
          if (!done) {
            controller.enqueue(value);
            return;
          }
          controller.close();
        } catch (error) {
          if (!signal.aborted) controller.error(error);
        }
        settle();
      },
      cancel(reason) {
        settle();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
