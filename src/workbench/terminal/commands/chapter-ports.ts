import { type Network, NetworkError } from "../../../web/network.ts";
import type { RunningProgram } from "../terminal-world.ts";

/** The ports at which the chapters' curl lines find their server: Node's and Python's. */
const chapterPortNumbers: ReadonlySet<string> = new Set(["7148", "7145"]);

/**
 * Lets the chapters' lines reach the learner's server whatever port it has: where nothing listens on one of the
 * chapters' ports, what goes to `localhost` there goes to the first program that listens. The request itself is not changed.
 */
export function chapterPorts(network: Network, programs: () => readonly RunningProgram[]): Network {
  return {
    send: async (url, request, context) => {
      try {
        return await network.send(url, request, context);
      } catch (error) {
        const port = programs().flatMap(({ ports }) => ports)[0];
        if (!isRefused(error) || url.hostname !== "localhost" || !chapterPortNumbers.has(url.port))
          throw error;
        if (port === undefined || request.body instanceof ReadableStream) throw error;
        const other = new URL(url);
        other.port = String(port);
        return network.send(other, request, context);
      }
    },
  };
}

function isRefused(error: unknown): boolean {
  return error instanceof NetworkError && error.code === "connection-refused";
}
