import { nodeError } from "../node-error.ts";
import { isIP } from "./ip-addresses.ts";

function systemError(message: string, code: string, errno: number, more: object): Error {
  return Object.assign(new Error(message), { errno, code, ...more });
}

export function connectionRefused(port: number, because: "nothing" | "http"): Error {
  const why =
    because === "http"
      ? ": what listens there is a server of node:http, which takes no raw bytes in the page's engine. Use http.request or fetch"
      : "";
  return systemError(`connect ECONNREFUSED 127.0.0.1:${port}${why}`, "ECONNREFUSED", -111, {
    syscall: "connect",
    address: "127.0.0.1",
    port,
  });
}

/** There is no way out of the page. */
export function cannotReach(host: string, port: number): Error {
  const advice = "a program in the page can only reach its own machine. Use localhost";
  if (isIP(host) !== 0) {
    return systemError(`connect ENETUNREACH ${host}:${port}: ${advice}`, "ENETUNREACH", -101, {
      syscall: "connect",
      address: host,
      port,
    });
  }
  return systemError(`getaddrinfo ENOTFOUND ${host}: ${advice}`, "ENOTFOUND", -3008, {
    syscall: "getaddrinfo",
    hostname: host,
  });
}

export function connectionBroke(): Error {
  return systemError("read ECONNRESET", "ECONNRESET", -104, { syscall: "read" });
}

export function otherIsGone(): Error {
  return systemError("write EPIPE", "EPIPE", -32, { syscall: "write" });
}

export function endedByOther(): Error {
  return Object.assign(new Error("This socket has been ended by the other party"), { code: "EPIPE" });
}

export function closedBeforeConnection(): Error {
  return nodeError(
    Error,
    "ERR_SOCKET_CLOSED_BEFORE_CONNECTION",
    "Socket closed before the connection was established",
  );
}
