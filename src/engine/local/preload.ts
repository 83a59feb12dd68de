/**
 * Loaded into each process of the local engine ahead of the program (`node --import`). It makes the
 * process part of the engine's machine: its ports, its clock, its diagnostics. The program sees Node alone.
 */
import module, { syncBuiltinESMExports } from "node:module";
import { lineChannel, parentChannel } from "./preload-channel.ts";
import { installClock } from "./preload-clock.ts";
import { installConfinement } from "./preload-confinement.ts";
import { installDiagnostics } from "./preload-diagnostics.ts";
import { installOutput } from "./preload-output.ts";
import { installPorts } from "./preload-ports.ts";
import {
  COMPILE_CACHE,
  COMPILE_CACHE_MOVES,
  type FromProcess,
  PROCESS_SETUP,
  type ProcessSetup,
  type ToProcess,
} from "./process-messages.ts";

const setup: ProcessSetup = JSON.parse(process.env[PROCESS_SETUP] ?? "null");
delete process.env[PROCESS_SETUP];
delete process.env[COMPILE_CACHE];
delete process.env[COMPILE_CACHE_MOVES];

const channel = setup.sockets === undefined ? parentChannel() : lineChannel();
const send = (message: FromProcess) => {
  channel.send(message);
  // Servers are ended by a kill, at which Node would keep nothing of what it compiled.
  if (message.kind === "listening") setImmediate(() => module.flushCompileCache());
};

installOutput();
if (setup.confined !== undefined) installConfinement(setup.confined);
const clock = installClock(setup.offsetMs);
const ports = installPorts({
  table: setup.ports,
  sockets: setup.sockets,
  hosted: setup.hosted,
  send,
  hold: () => channel.hold(),
  letGo: () => channel.letGo(),
});
installDiagnostics({ exchangeHeader: setup.exchangeHeader, send });
syncBuiltinESMExports();

channel.onMessage((message: ToProcess) => {
  if (message.kind === "ping") {
    send({ kind: "pong", memoryBytes: process.memoryUsage.rss(), cpuMs: cpuMs() });
  } else if (message.kind === "clock") {
    clock.move(message.offsetMs);
    send({ kind: "clock-moved", acknowledge: message.acknowledge });
  } else ports.receive(message);
});
send({ kind: "ready" });

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
