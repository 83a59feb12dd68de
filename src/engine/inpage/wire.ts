import type { HeaderPair } from "../../web/http.ts";
import type { Information } from "./kernel.ts";

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
  /** What follows a whole body; absent: nothing. Those of a pipe come with its end. */
  readonly trailers?: readonly HeaderPair[];
}

/** An interim response (RFC 9110 §15.2): any number may come before the one that counts. */
export interface WireInformation extends Information {
  readonly kind: "inform";
  readonly id: number;
}

/** HTTP exchanges between a page and a process, both ways, over one MessagePort. */
export type WireMessage =
  | WireRequest
  | WireResponse
  | WireInformation
  /** No response will come. */
  | { readonly kind: "fail"; readonly id: number; readonly code: WireFailure; readonly message: string }
  /** The asking side wants no response any more. */
  | { readonly kind: "abort"; readonly id: number }
  | PipeMessage;

export type WireFailure = "connection-refused" | "connection-reset" | "timed-out" | "aborted";

/** Pipes are numbered by the side that writes. */
export type PipeMessage =
  | { readonly kind: "chunk"; readonly pipe: number; readonly bytes: Uint8Array }
  /** `trailers`: what follows the body; absent: nothing. */
  | { readonly kind: "end"; readonly pipe: number; readonly trailers?: readonly HeaderPair[] }
  | { readonly kind: "break"; readonly pipe: number; readonly code: WireFailure; readonly message: string }
  /** The reader has taken so many bytes more. */
  | { readonly kind: "taken"; readonly pipe: number; readonly bytes: number }
  /** The reader has left. */
  | { readonly kind: "cancel"; readonly pipe: number };

/**
 * Connections that carry bytes. An end is named by whoever made it: the process that dials, or the machine for the
 * end that a server gets.
 */
export type SocketMessage =
  /** To the machine. */
  | { readonly kind: "dial"; readonly end: string; readonly port: number }
  /** To a process that listens. */
  | { readonly kind: "incoming"; readonly end: string; readonly port: number; readonly remotePort: number }
  | { readonly kind: "socket"; readonly end: string; readonly news: SocketNews };

/** What one end tells the other, through the machine. */
export type SocketNews =
  | { readonly is: "connected"; readonly localPort: number; readonly remotePort: number }
  | { readonly is: "refused"; readonly because: "nothing" | "http" }
  | { readonly is: "data"; readonly bytes: Uint8Array }
  | { readonly is: "taken"; readonly bytes: number }
  | { readonly is: "ended" }
  | { readonly is: "closed"; readonly reset: boolean };

/** Sends a message; buffers in `transfer` move. */
export type Post<Message> = (message: Message, transfer?: Transferable[]) => void;

/**
 * A copy that is ready to be moved. Not `slice`: that of a Node Buffer gives a view, and moving a view's
 * buffer would take the program's own bytes away.
 */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
