import { type Network, NetworkError } from "../../../web/network.ts";

/** The ports at which the chapters' curl lines find their server: Node's and Python's. */
const chapterPortNumbers: ReadonlySet<string> = new Set(["7148", "7145"]);

/**
 * Lets the chapters' lines reach the learner's server whatever port it has: where nothing listens on one of the
 * chapters' ports, what goes to `localhost` there goes to the first of the ports that are listened on. The request
 * itself is not changed.
 */
export function chapterPorts(network: Network, listening: () => Promise<readonly number[]>): Network {
  return {
    send: async (url, request, context) => {
      try {
        return await network.send(url, request, context);
      } catch (error) {
        if (!isRefused(error) || url.hostname !== "localhost" || !chapterPortNumbers.has(url.port))
          throw error;
        const [port] = await listening();
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
