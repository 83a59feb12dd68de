import type {
  EngineErrorCode,
  EngineEvents,
  ExitStatus,
  FileTree,
  PortInUse,
  RequestOptions,
  SpawnOptions,
} from "../engine/engine.ts";
import type { HttpRequest, HttpResponse } from "../web/http.ts";
import type { StreamMessage } from "./port-streams.ts";

/** What the two ends of an engine's port tell each other. */
export type ClientMessage =
  | { readonly kind: "call"; readonly call: number; readonly what: EngineCall }
  /** Gives up the request of that call; its streaming body too. */
  | { readonly kind: "abort"; readonly call: number }
  | { readonly kind: "subscribe"; readonly event: keyof EngineEvents }
  | { readonly kind: "stream"; readonly message: StreamMessage };

export type ServerMessage =
  | { readonly kind: "reply"; readonly call: number; readonly reply: EngineReply }
  | { readonly kind: "reply"; readonly call: number; readonly error: PackedError }
  | { readonly kind: "exit"; readonly pid: number; readonly status: ExitStatus }
  | { readonly kind: "ports"; readonly ports: readonly PortInUse[] }
  | { readonly kind: "event"; readonly event: keyof EngineEvents; readonly value: unknown }
  | { readonly kind: "stream"; readonly message: StreamMessage };

export type EngineCall =
  | { readonly verb: "mount"; readonly files: FileTree }
  | { readonly verb: "readFile" | "readText" | "remove"; readonly path: string }
  | { readonly verb: "writeFile"; readonly path: string; readonly content: string | Uint8Array }
  | { readonly verb: "list"; readonly folder: string | undefined }
  | {
      readonly verb: "spawn";
      readonly command: string;
      readonly args: readonly string[];
      readonly options: SpawnOptions | undefined;
    }
  | { readonly verb: "kill"; readonly pid: number }
  | {
      readonly verb: "request";
      readonly port: number;
      readonly head: Omit<HttpRequest, "body">;
      readonly body: Uint8Array | undefined;
      /** The body as a stream of the sender's, instead of `body`. */
      readonly stream: number | undefined;
      readonly options: Omit<RequestOptions, "signal">;
    }
  | { readonly verb: "setClock"; readonly clock: { readonly offsetMs: number } }
  | { readonly verb: "teardown" };

export type EngineReply =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "process"; readonly pid: number; readonly output: number }
  | { readonly kind: "response"; readonly head: Omit<HttpResponse, "body">; readonly body: number };

export interface PackedError {
  readonly code: EngineErrorCode | undefined;
  readonly message: string;
}
