import type { HttpRequest, HttpResponse } from "./http.ts";

/** Where a user agent's requests go: virtual hosts in front of engine ports. */
export interface Network {
  /**
   * One exchange with the server at `url`'s origin. Redirects are not followed. Rejects with
   * {@link NetworkError} when there is no response: unknown host, nothing listens, reset, time-out, abort.
   */
  send(url: URL, request: HttpRequest, context: NetworkContext): Promise<HttpResponse>;
}

export interface NetworkContext {
  readonly exchangeId: string;
  /** The user agent's name. */
  readonly agent?: string;
  /** Whose machine it runs on. A proxy gives each its own client address. */
  readonly machine?: string;
  readonly signal?: AbortSignal;
}

/** No response came. `code` is stable ("connection-refused", …); `message` tells a learner what to do. */
export class NetworkError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NetworkError";
    this.code = code;
  }
}

/**
 * Settles with the request. What the network does to it is no error here: whoever shows the answer shows that too. Rejects
 * with any other error.
 */
export async function settled(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}
