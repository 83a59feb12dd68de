const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** An IP address as `URL.hostname` gives it: dotted IPv4, or IPv6 in brackets. */
export function isIpAddress(hostname: string): boolean {
  return hostname.startsWith("[") || ipv4.test(hostname);
}

/** The host is this machine's own (`localhost`, `*.localhost`, 127.0.0.0/8, ::1): trusted without TLS. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    (hostname.startsWith("127.") && ipv4.test(hostname))
  );
}
