import type { HeaderPair } from "../../web/http.ts";

/** A whole body, the number of the pipe it comes through, or none. */
export type WireBody = Uint8Array | number | null;

export interface WireRequest {
  readonly kind: "request";
  /** Chosen by the asking side. */
  readonly id: number;
  readonly port: number;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderPair[];
  readonly body: WireBody;
  readonly exchangeId: string | undefined;
}

export interface WireResponse {
  readonly kind: "respond";
  readonly id: number;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  readonly body: WireBody;
}

/** HTTP exchanges between a page and a process, both ways, over one MessagePort. */
export type WireMessage =
  | WireRequest
  | WireResponse
  /** No response will come. */
  | { readonly kind: "fail"; readonly id: number; readonly code: WireFailure; readonly message: string }
  /** The asking side wants no response any more. */
  | { readonly kind: "abort"; readonly id: number }
  | PipeMessage;

export type WireFailure = "connection-refused" | "connection-reset" | "timed-out" | "aborted";

/** Pipes are numbered by the side that writes. */
export type PipeMessage =
  | { readonly kind: "chunk"; readonly pipe: number; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly pipe: number }
  | { readonly kind: "break"; readonly pipe: number; readonly code: WireFailure; readonly message: string }
  /** The reader has taken so many bytes more. */
  | { readonly kind: "taken"; readonly pipe: number; readonly bytes: number }
  /** The reader has left. */
  | { readonly kind: "cancel"; readonly pipe: number };

/** Sends a message; buffers in `transfer` move. */
export type Post<Message> = (message: Message, transfer?: Transferable[]) => void;

/**
 * A copy that is ready to be moved. Not `slice`: that of a Node Buffer gives a view, and moving a view's
 * buffer would take the program's own bytes away.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
