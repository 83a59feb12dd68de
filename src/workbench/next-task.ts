/** Settles in a task of its own, so that the browser paints and answers before what comes next. */
export function nextTask(): Promise<void> {
  if ("scheduler" in window && "yield" in window.scheduler) return window.scheduler.yield();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(undefined);
  return promise;
}
