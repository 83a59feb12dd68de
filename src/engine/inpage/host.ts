// The host frame's script. It runs in an opaque origin and does one thing: it starts and ends workers, which
// inherit that origin and the frame's Content-Security-Policy. Their traffic does not pass through here.
//
// A worker gets its port when it says that it runs: WebKit loads no `blob:` into a worker of an opaque origin under
// COEP. There a worker is a `data:` address that evaluates the script; not the script itself as an address, which
// would stand in every line of every stack trace.
import { isOpaque } from "../../frames/is-opaque.ts";
import type { FromHost, ToHost } from "./process-messages.ts";

const EVALUATE = "data:text/javascript,onmessage=({data})=>{onmessage=null;(0,eval)(data)}";

// Learners' code would have the course's storage, so there is none.
if (isOpaque(globalThis)) addEventListener("message", begin);

function begin({ source, data, ports }: MessageEvent<unknown>): void {
  const port = ports[0];
  if (source !== parent || typeof data !== "string" || port === undefined) return;
  removeEventListener("message", begin);
  const script = URL.createObjectURL(new Blob([data], { type: "text/javascript" }));
  let loadsBlobs = true;
  const workers = new Map<number, Worker>();
  const tell = (message: FromHost) => port.postMessage(message);

  const start = (id: number, processPort: MessagePort) => {
    const fromBlob = loadsBlobs;
    const worker = new Worker(fromBlob ? script : EVALUATE);
    if (!fromBlob) worker.postMessage(data);
    workers.set(id, worker);
    worker.onmessage = () => {
      worker.onmessage = null;
      worker.postMessage(undefined, [processPort]);
    };
    worker.onerror = (error) => {
      error.preventDefault();
      if (fromBlob && !(error instanceof ErrorEvent)) {
        loadsBlobs = false;
        start(id, processPort);
      } else tell({ kind: "crashed", worker: id, message: error.message ?? "it could not be loaded" });
    };
  };

  port.onmessage = (event: MessageEvent<ToHost>) => {
    const { kind, worker: id } = event.data;
    if (kind === "stop") {
      workers.get(id)?.terminate();
      workers.delete(id);
      return tell({ kind: "stopped", worker: id });
    }
    const [processPort] = event.ports;
    if (processPort !== undefined) start(id, processPort);
  };
}

parent.postMessage(isOpaque(globalThis) ? "keepsake-host" : "keepsake-host-exposed", "*");
