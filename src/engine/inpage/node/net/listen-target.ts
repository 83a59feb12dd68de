import { nodeError, received } from "../node-error.ts";

interface ListenOptions {
  readonly port?: number | string;
  readonly host?: string;
  readonly path?: string;
}

/** What `server.listen(…)` was told, of whatever kind the server is. Throws as Node does for what is no port. */
export function listenTarget(args: readonly unknown[]): { port: number; host: string | undefined } {
  const [first, second] = args;
  const options: ListenOptions =
    typeof first === "object" && first !== null
      ? first
      : {
          port: (typeof first === "function" ? undefined : first) as number | string,
          ...(typeof second === "string" && { host: second }),
        };
  if (
    options.path !== undefined ||
    (typeof options.port === "string" && Number.isNaN(Number(options.port)))
  ) {
    throw nodeError(
      Error,
      "ERR_METHOD_NOT_IMPLEMENTED",
      "A server in the page listens on a port, not on a path: use server.listen(3000)",
    );
  }
  const port = options.port === undefined || options.port === null ? 0 : Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw nodeError(
      RangeError,
      "ERR_SOCKET_BAD_PORT",
      `options.port should be >= 0 and < 65536.${received(options.port)}.`,
    );
  }
  return { port, host: options.host };
}

/** The kernel's error, as Node words it for this address. */
export function listenError(error: unknown, address: string, port: number): unknown {
  if (!(error instanceof Error) || (error as { code?: string }).code !== "EADDRINUSE") return error;
  const shown = address === "::" ? ":::" : `${address}:`;
  return Object.assign(new Error(`listen EADDRINUSE: address already in use ${shown}${port}`), {
    code: "EADDRINUSE",
    errno: -98,
    syscall: "listen",
    address,
    port,
  });
}

export function alreadyListening(): Error {
  return nodeError(
    Error,
    "ERR_SERVER_ALREADY_LISTEN",
    "Listen method has been called more than once without closing.",
  );
}
