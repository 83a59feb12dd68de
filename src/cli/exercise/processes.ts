import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import type { Exercise } from "../../course/exercise.ts";
import { completeSetup, type ProcessPlan } from "../../course/setup.ts";

export interface ProcessEvents {
  output(line: string): void;
  /** The program that is looked at first listens, or has ended. */
  changed(state: "starting" | "listening" | "ended"): void;
}

const KILL_AFTER_MS = 2_000;
const LOOK_EVERY_MS = 100;

/** The exercise's own processes, in real Node in the learner's folder, on their real ports. */
export class Processes {
  readonly #folder: string;
  readonly #plans: readonly ProcessPlan[];
  readonly #events: ProcessEvents;
  #running: ChildProcess[] = [];
  #round = 0;

  constructor(folder: string, exercise: Exercise, events: ProcessEvents) {
    this.#folder = folder;
    this.#plans = completeSetup(exercise).processes.filter(({ startsWithRun }) => startsWithRun);
    this.#events = events;
  }

  /** Where the first process with a port answers. */
  get address(): string {
    const port = this.#plans.find(({ command, port }) => command === "node" && port !== undefined)?.port;
    return `http://localhost:${port ?? 7148}`;
  }

  /** Ends what runs and starts all anew. */
  async restart(): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    await this.stop();
    if (round !== this.#round) return;
    this.#events.changed("starting");
    for (const plan of this.#plans) {
      this.#start(plan);
      if (plan.port !== undefined) void this.#tellWhenListening(plan.port, round);
    }
  }

  async stop(): Promise<void> {
    const ending = this.#running.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    );
    this.#running = [];
    await Promise.all(
      ending.map(async (child) => {
        const ended = once(child, "close");
        child.kill("SIGTERM");
        const hurry = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
        await ended;
        clearTimeout(hurry);
      }),
    );
  }

  #start({ command, args, env, port, name }: ProcessPlan): void {
    const child = spawn(command === "node" ? process.execPath : command, args, {
      cwd: this.#folder,
      env: { ...process.env, ...(port === undefined ? {} : { PORT: String(port) }), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.push(child);
    const tell = (chunk: unknown): void => {
      for (const line of String(chunk).split("\n")) if (line.trim() !== "") this.#events.output(line);
    };
    child.stdout.on("data", tell);
    child.stderr.on("data", tell);
    child.on("error", (error) => this.#events.output(`${name} could not be started: ${error.message}`));
    child.on("exit", () => {
      if (this.#running.includes(child)) this.#events.changed("ended");
    });
  }

  async #tellWhenListening(port: number, round: number): Promise<void> {
    while (round === this.#round && this.#running.some(({ exitCode }) => exitCode === null)) {
      if (await answers(port)) {
        if (round === this.#round) this.#events.changed("listening");
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS).unref());
    }
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "localhost" });
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
