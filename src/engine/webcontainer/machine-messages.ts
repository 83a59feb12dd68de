import type { HttpRequest } from "../../web/http.ts";
import type { FileTree } from "../engine.ts";

/** What the page asks of the machine in the container; answered by the same verbs of an `Engine`. */
export interface MachineVerbs {
  mount: { readonly files: FileTree };
  readFile: { readonly path: string };
  writeFile: { readonly path: string; readonly content: string | Uint8Array };
  list: { readonly folder: string | undefined };
  remove: { readonly path: string };
  spawn: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
  /** Answered when the process has ended. */
  exit: { readonly pid: number };
  kill: { readonly pid: number };
  request: {
    readonly port: number;
    readonly request: HttpRequest;
    readonly timeoutMs: number;
    readonly exchangeId: string | undefined;
  };
  setClock: { readonly offsetMs: number };
  teardown: Record<string, never>;
}

/** Told by the machine when it can be asked, under the name {@link READY}. */
export interface MachineReady {
  readonly nodeVersion: string;
}

export const READY = "ready";

/** Names of the engine's own files in the container, below its working folder. */
export const MACHINE_FOLDER = ".keepsake";
export const MACHINE_SCRIPT = "machine.mjs";
export const PRELOAD_SCRIPT = "preload.mjs";
export const PACKAGES_FOLDER = "packages";
