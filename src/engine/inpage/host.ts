// The host frame's script. It runs in an opaque origin and does one thing: it starts and ends workers, which
// inherit that origin and the frame's Content-Security-Policy. Their traffic does not pass through here.
import type { FromHost, ToHost } from "./process-messages.ts";

addEventListener("message", begin);

function begin({ source, data, ports }: MessageEvent<unknown>): void {
  const port = ports[0];
  if (source !== parent || typeof data !== "string" || port === undefined) return;
  removeEventListener("message", begin);
  const script = URL.createObjectURL(new Blob([data], { type: "text/javascript" }));
  const workers = new Map<number, Worker>();
  const tell = (message: FromHost) => port.postMessage(message);
  port.onmessage = (event: MessageEvent<ToHost>) => {
    const { kind, worker: id } = event.data;
    if (kind === "stop") {
      workers.get(id)?.terminate();
      workers.delete(id);
      return tell({ kind: "stopped", worker: id });
    }
    const [processPort] = event.ports;
    if (processPort === undefined) return;
    const worker = new Worker(script);
    workers.set(id, worker);
    worker.onerror = (error) => {
      error.preventDefault();
      tell({ kind: "crashed", worker: id, message: error.message });
    };
    worker.postMessage(undefined, [processPort]);
  };
}

parent.postMessage("keepsake-host", "*");
