/**
 * Loaded into each process of the local engine ahead of the program (`node --import`). It makes the
 * process part of the engine's machine: its ports, its clock, its diagnostics. The program sees Node alone.
 */

/**
 * Loaded into each process of the local engine ahead of the program (`node --import`). It makes the
 * process part of the engine's machine: its ports, its clock, its diagnostics. The program sees Node alone.
 */
import module, { syncBuiltinESMExports } from "node:module";
import { installClock } from "./preload-clock.ts";
import { installConfinement } from "./preload-confinement.ts";
import { installDiagnostics } from "./preload-diagnostics.ts";
import { installOutput } from "./preload-output.ts";
import { installPorts } from "./preload-ports.ts";
import { type FromProcess, PROCESS_SETUP, type ProcessSetup, type ToProcess } from "./process-messages.ts";

const setup: ProcessSetup = JSON.parse(process.env[PROCESS_SETUP] ?? "null");
delete process.env[PROCESS_SETUP];
module.enableCompileCache(setup.compileCache);

const sendToParent = process.send?.bind(process);
const channel = process.channel;
const send = (message: FromProcess) => {
  if (process.connected) sendToParent?.(message);
  // Servers are ended by a kill, at which Node would keep nothing of what it compiled.
  if (message.kind === "listening") setImmediate(() => module.flushCompileCache());
};

installOutput();
if (setup.confined !== undefined) installConfinement(setup.confined);
const clock = installClock(setup.offsetMs);
const ports = installPorts({
  table: setup.ports,
  send,
  hold: () => channel?.ref(),
  letGo: () => channel?.unref(),
});
installDiagnostics({ exchangeHeader: setup.exchangeHeader, send });
syncBuiltinESMExports();

process.on("message", (message: ToProcess) => {
  if (message.kind === "ping") {
    send({ kind: "pong", memoryBytes: process.memoryUsage.rss(), cpuMs: cpuMs() });
  } else if (message.kind === "clock") {
    clock.move(message.offsetMs);
    send({ kind: "clock-moved", acknowledge: message.acknowledge });
  } else ports.receive(message);
});
process.once("disconnect", () => process.exit());
channel?.unref();
hideChannel();
send({ kind: "ready" });

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A program that asks whether it has a parent to talk to has none. */
function hideChannel(): void {
  Object.assign(process, { send: undefined, disconnect: undefined });
}
