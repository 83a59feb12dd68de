// The script of every process: a classic worker, started by the host frame.
import { WorkerPackages } from "./package-source.ts";
import { PreparedProcess } from "./prepared-process.ts";
import type { FromProcess, ToProcess } from "./process-messages.ts";
import { installClock } from "./program-clock.ts";

const clock = installClock(globalThis);

addEventListener("message", connect, { once: true });
// To the host frame: the port can come.
postMessage(undefined);

function connect(event: MessageEvent): void {
  const port = event.ports[0];
  if (port === undefined) throw new Error("The host frame sent no port.");
  const post = (message: FromProcess, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  let packages: WorkerPackages | undefined;
  let process: PreparedProcess | undefined;
  port.onmessage = ({ data }: MessageEvent<ToProcess>) => {
    switch (data.kind) {
      case "ping":
        post({ kind: "pong" });
        return;
      case "clock":
        clock.setOffset(data.offsetMs);
        return;
      case "prepare":
        packages = new WorkerPackages(
          data.names,
          data.packages,
          (name) => post({ kind: "package", name }),
          (factory, wasm) => process?.finishSqlite(factory, wasm) ?? Promise.resolve(factory),
        );
        process = new PreparedProcess(data.pid, packages, post);
        post({ kind: "ready" });
        return;
      case "ahead":
        process?.readAhead(data.files);
        return;
      case "package":
        packages?.receive(data.name, data.text);
        return;
      case "start":
        if (process === undefined) throw new Error("A process was started before it was prepared.");
        clock.setOffset(data.start.clockOffsetMs);
        process.start(data.start);
        return;
      default:
        process?.kernel.receive(data);
    }
  };
}
