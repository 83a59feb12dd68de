import type { OutputChunk } from "../engine.ts";
import type { DatabaseNews } from "./database-queue.ts";
import type { FileAhead } from "./loader/file-ahead.ts";
import type { TreeSnapshot } from "./tree.ts";
import type { VolumeNotice, VolumeRequest } from "./volume-messages.ts";
import type { SocketMessage, WireMessage } from "./wire.ts";

/** A package's bundle, by the specifier that imports it. */
export interface PackageText {
  readonly name: string;
  readonly format: "commonjs" | "module";
  readonly dependencies: readonly string[];
  readonly code: string;
  /** What goes with it: SQLite's WebAssembly. */
  readonly wasm?: Uint8Array<ArrayBuffer>;
}

export interface StartProcess {
  readonly argv: readonly string[];
  /** A bundle of the machine's own to run, in place of the file that `argv` names. */
  readonly bundle: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly clockOffsetMs: number;
  readonly files: TreeSnapshot;
  readonly takenPorts: readonly number[];
  readonly pids: readonly number[];
}

/** From the machine to a process. */
export type ToProcess =
  /** Before `start`: who it will be, and what every program may import. */
  | {
      readonly kind: "prepare";
      readonly pid: number;
      readonly packages: readonly PackageText[];
      readonly names: readonly string[];
    }
  /** Before `start`, any number of times: sources that it may run. A hint: `start` brings the files. */
  | { readonly kind: "ahead"; readonly files: readonly FileAhead[] }
  | { readonly kind: "start"; readonly start: StartProcess }
  | { readonly kind: "ping" }
  | { readonly kind: "clock"; readonly offsetMs: number }
  /** What the other processes are: their pids, and all ports they listen on. */
  | { readonly kind: "others"; readonly pids: readonly number[]; readonly takenPorts: readonly number[] }
  /** Another process was faster. */
  | { readonly kind: "port-refused"; readonly port: number }
  | { readonly kind: "package"; readonly name: string; readonly text: PackageText | string }
  | WireMessage
  | SocketMessage
  | DatabaseNews
  | VolumeNotice;

/** From a process to the machine. */
export type FromProcess =
  /** It can be started. */
  | { readonly kind: "ready" }
  | { readonly kind: "pong" }
  | ({ readonly kind: "output" } & OutputChunk)
  | { readonly kind: "exit"; readonly code: number }
  /** "bytes": for connections of `node:net`, not for exchanges. */
  | { readonly kind: "listen"; readonly port: number; readonly carries: "exchanges" | "bytes" }
  | { readonly kind: "close"; readonly port: number }
  | { readonly kind: "package"; readonly name: string }
  | {
      readonly kind: "diagnose";
      readonly channel: string;
      readonly exchangeId: string | undefined;
      readonly message: Readonly<Record<string, unknown>>;
    }
  | WireMessage
  | SocketMessage
  /** The right to use databases is asked for, or is not needed any more. */
  | { readonly kind: "databases"; readonly is: "asked" | "given-back" }
  | VolumeRequest;

/** From the page to the host frame. `start` brings the process's port along. */
export type ToHost =
  | { readonly kind: "start"; readonly worker: number }
  | { readonly kind: "stop"; readonly worker: number };

export type FromHost =
  | { readonly kind: "stopped"; readonly worker: number }
  /** The worker could not be started, or an error escaped from it. */
  | { readonly kind: "crashed"; readonly worker: number; readonly message: string };
