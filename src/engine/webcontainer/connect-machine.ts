import { EngineError, type EngineEvents } from "../engine.ts";
import { Link } from "../remote/link.ts";
import { watchPulse } from "../remote/pulse.ts";
import { RemoteEngine } from "../remote/remote-engine.ts";
import { LineReader, toLines } from "./lines.ts";
import { MACHINE_FOLDER, MACHINE_SCRIPT, type MachineReady, READY } from "./machine-messages.ts";
import { openContainerShell } from "./open-shell.ts";
import { readAll } from "./read-all.ts";
import type { ContainerLease } from "./shared-container.ts";

/** Lines of the machine's own output that a message about its end quotes. */
const LAST_LINES = 3;
/** So wide that the terminal breaks no line of a message. */
const TERMINAL = { cols: 10_000, rows: 24 };

export interface ConnectOptions {
  readonly lease: ContainerLease;
  /** How often the machine is asked whether it is still there. */
  readonly pulseMs: number;
  /** Gives up while the machine starts; what is there by then ends. */
  readonly signal: AbortSignal;
}

/**
 * Starts a machine in the container and waits until it can be asked. Rejects with code "boot-failed" when it
 * ends instead. The caller minds the clock, and the lease until the engine is there; then the engine does.
 */
export async function connectMachine({ lease, pulseMs, signal }: ConnectOptions): Promise<RemoteEngine> {
  const { container } = lease;
  const script = `${MACHINE_FOLDER}/${MACHINE_SCRIPT}`;
  const started = await container.spawn("node", ["--no-warnings", script], {
    env: { TMPDIR: `${container.workdir}/${MACHINE_FOLDER}` },
    terminal: TERMINAL,
  });
  const input = started.input.getWriter();
  const ready = Promise.withResolvers<MachineReady>();
  const said: string[] = [];
  let engine: RemoteEngine | undefined;
  const link = new Link({
    // A container that is gone takes no input; whoever waits is told by `link.close`.
    send: (message) => void input.write(toLines("page", message)).catch(() => {}),
    handlers: {},
    onEvent: (name, value) => {
      if (name === READY) ready.resolve(value as MachineReady);
      else engine?.receive(name as keyof EngineEvents, value as EngineEvents[keyof EngineEvents]);
    },
  });
  const reader = new LineReader(
    "machine",
    (message) => link.receive(message),
    (line) => {
      said.push(line);
      said.splice(0, said.length - LAST_LINES);
    },
  );
  const gone = (why: string) => {
    const words = said.join(" ").trim();
    const reason = words === "" ? why : `${why} It said: ${words}`;
    ready.reject(new EngineError("boot-failed", reason));
    engine?.lose(reason);
  };
  void readAll(started.output, (text) => reader.push(text)).catch(() => {});
  started.exit.then(
    (code) => gone(`The engine's program in the container ended with code ${code}.`),
    () => gone("The engine's program in the container was lost."),
  );
  const giveUp = () => {
    started.kill();
    ready.reject(new EngineError("boot-failed", "The machine in the container was given up."));
  };
  if (signal.aborted) giveUp();
  signal.addEventListener("abort", giveUp, { once: true });
  const { folder } = await ready.promise.finally(() => signal.removeEventListener("abort", giveUp));
  const stopPulse = watchPulse(link, pulseMs, () => {
    engine?.lose("WebContainer answers nothing any more.");
    lease.condemn();
  });
  engine = new RemoteEngine("webcontainer", {
    link,
    openShell: (size) => openContainerShell(container, folder, size),
    end: () => {
      stopPulse();
      started.kill();
      lease.release();
    },
  });
  return engine;
}
