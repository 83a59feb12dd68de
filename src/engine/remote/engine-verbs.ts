import type { HttpRequest } from "../../web/http.ts";
import type { FileTree } from "../engine.ts";

/** What one side of a link asks of the engine on the other; answered by the same verbs of an `Engine`. */
export interface EngineVerbs {
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
  /** Answered at once, whatever the programs do. */
  ping: Record<string, never>;
  teardown: Record<string, never>;
}
