import type { ConfinedSetup } from "./preload-confinement.ts";

/** What the engine and the part of it that is preloaded into each process tell each other. */

export type ToProcess =
  | { readonly kind: "port-granted"; readonly claim: number; readonly port: number }
  | { readonly kind: "port-in-use"; readonly claim: number }
  | { readonly kind: "ports"; readonly ports: PortTable }
  | { readonly kind: "clock"; readonly offsetMs: number; readonly acknowledge: number }
  | { readonly kind: "ping" };

export type FromProcess =
  | { readonly kind: "ready" }
  /** A server wants that port (0: a free one). */
  | { readonly kind: "claim-port"; readonly claim: number; readonly port: number }
  /** The server that has `port` listens on `realPort` of the loopback interface. */
  | { readonly kind: "listening"; readonly port: number; readonly realPort: number }
  | { readonly kind: "closed"; readonly port: number }
  | { readonly kind: "clock-moved"; readonly acknowledge: number }
  /** With what the process has used so far. */
  | { readonly kind: "pong"; readonly memoryBytes: number; readonly cpuMs: number }
  | {
      readonly kind: "diagnostic";
      readonly channel: string;
      readonly exchangeId: string | undefined;
      readonly message: Readonly<Record<string, unknown>>;
    };

/** Ports of the engine's machine to real ports of the loopback interface. */
export type PortTable = Readonly<Record<number, number>>;

/** How a process is told what it is part of; the preload takes it out of the environment. */
export const PROCESS_SETUP = "KEEPSAKE_PROCESS_SETUP";

/** Node's own variable for the folder of compiled modules; the preload takes it out too. */
export const COMPILE_CACHE = "NODE_COMPILE_CACHE";
/** And the one that has modules known there by their way from that folder: see `ProcessSetup.compileCache`. */
export const COMPILE_CACHE_MOVES = "NODE_COMPILE_CACHE_PORTABLE";

export interface ProcessSetup {
  readonly offsetMs: number;
  readonly ports: PortTable;
  /** The name of the request header that carries the exchange's id; hidden from the program. */
  readonly exchangeHeader: string;
  /**
   * Where Node keeps compiled modules, so that the next start is quicker. Machines that reach one such folder by links
   * of their own, each at the same place, share what is compiled of the same text at the same place too.
   */
  readonly compileCache: string;
  /** What a confined process must be kept from beyond Node's permissions. `undefined`: it is not confined. */
  readonly confined: ConfinedSetup | undefined;
  /**
   * Of a process in a cell: the folder in which each server listens, as a socket named by its port, and which all
   * processes of the machine see. `undefined`: servers listen on the loopback interface.
   */
  readonly sockets: string | undefined;
  /** Of a process in a cell: ports at which the engine's side answers, by the paths of their sockets. */
  readonly hosted: Readonly<Record<number, string>>;
}

/** File descriptors of a process beyond Node's own three. The first is Node's own channel, or in a cell one of lines. */
export const IPC_FD = 3;
export const OUTPUT_FD = 4;

/** Frames on {@link OUTPUT_FD}: one byte (1 stdout, 2 stderr), four of length (big-endian), the text's bytes. */
export const FRAME_HEAD_BYTES = 5;
