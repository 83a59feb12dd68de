import type { HeaderPair } from "../../../web/http.ts";

/** A request as it goes to both sides. */
export interface ComparedRequest {
  readonly method: string;
  readonly target: string;
  /** Complete, in wire order. */
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array | undefined;
}

export interface ComparedResponse {
  /** 0: the connection ended before a response began. */
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array;
  /** `false`: the connection broke within the body. */
  readonly complete: boolean;
}

/** A program that runs somewhere and can be asked. */
export interface ComparedServer {
  exchange(request: ComparedRequest): Promise<ComparedResponse>;
}

/**
 * Takes what ends a program, as soon as there is something to end, and calls it when the test is over: `onTestFinished`, which
 * does so after a test that ran out of time too, whatever it still waits for.
 */
export type WhenDone = (end: () => Promise<void>) => void;

/** What a program is started with: the same on both sides. */
export const PROGRAM_ENV: Readonly<Record<string, string>> = { NODE_ENV: "production", FLAVOUR: "salted" };
