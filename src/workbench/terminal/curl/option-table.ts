/** One option of curl. */
export interface CurlOption {
  /** Without the dashes: "request". */
  readonly name: string;
  /** "X" for `-X`. */
  readonly letter?: string;
  /** What its value is called in the help. Absent: it takes none. */
  readonly value?: string;
  /** One line of the help. Absent: it is taken and changes nothing here. */
  readonly help?: string;
}

/** The options of our curl, with the names and letters of the real one. */
export const curlOptions: readonly CurlOption[] = [
  { name: "basic", help: "Use Basic authentication (the default)" },
  { name: "compressed", help: "Ask for a compressed answer, and unpack it" },
  { name: "connect-timeout", value: "seconds" },
  { name: "cookie", letter: "b", value: "data|file", help: "Send cookies from a string or a file" },
  { name: "cookie-jar", letter: "c", value: "file", help: "Write the cookies to a file afterwards" },
  { name: "create-dirs", help: "Make the folders that -o needs" },
  { name: "data", letter: "d", value: "data", help: "POST data; @file reads it from a file" },
  { name: "data-ascii", value: "data" },
  { name: "data-binary", value: "data", help: "POST data exactly as it is" },
  { name: "data-raw", value: "data", help: "POST data, with no meaning for @" },
  { name: "data-urlencode", value: "data", help: "POST data, percent-encoded" },
  { name: "disable", letter: "q" },
  { name: "dump-header", letter: "D", value: "file", help: "Write the response headers to a file" },
  { name: "fail", letter: "f", help: "Print no body when the status is 400 or more; exit 22" },
  { name: "fail-with-body", help: "Exit 22 when the status is 400 or more, but print the body" },
  {
    name: "form",
    letter: "F",
    value: "name=content",
    help: "POST a multipart form; name=@file sends a file",
  },
  { name: "form-string", value: "name=text", help: "A form field, with no meaning for @ and <" },
  { name: "get", letter: "G", help: "Put the data of -d into the address, and GET" },
  { name: "globoff", letter: "g", help: "No meaning for [] and {} in addresses" },
  { name: "head", letter: "I", help: "Ask for the headers only" },
  { name: "header", letter: "H", value: "header", help: 'Send a header; "Name:" takes one away' },
  { name: "help", letter: "h", help: "This list" },
  { name: "http1.1" },
  { name: "include", letter: "i", help: "Print the response headers too" },
  { name: "insecure", letter: "k" },
  { name: "ipv4", letter: "4" },
  { name: "ipv6", letter: "6" },
  { name: "json", value: "data", help: "POST JSON, with its Content-Type and Accept" },
  { name: "junk-session-cookies", letter: "j", help: "Leave out the session cookies of the -b file" },
  { name: "location", letter: "L", help: "Follow redirects" },
  { name: "location-trusted", help: "Follow redirects, and send the password to other hosts too" },
  { name: "max-redirs", value: "number", help: "At most so many redirects (50)" },
  { name: "max-time", letter: "m", value: "seconds", help: "Give up after so long" },
  { name: "no-buffer", letter: "N" },
  { name: "oauth2-bearer", value: "token", help: "Send Authorization: Bearer" },
  { name: "output", letter: "o", value: "file", help: "Write the body to a file" },
  { name: "output-dir", value: "folder", help: "Where -o and -O write" },
  { name: "progress-bar", letter: "#" },
  { name: "progress-meter" },
  { name: "referer", letter: "e", value: "address", help: "Send a Referer" },
  { name: "remote-name", letter: "O", help: "Write the body to a file named like the address" },
  { name: "request", letter: "X", value: "method", help: "The request method" },
  { name: "show-error", letter: "S", help: "With -s, still say what went wrong" },
  { name: "silent", letter: "s", help: "Say nothing but the body" },
  { name: "upload-file", letter: "T", value: "file", help: "PUT a file" },
  { name: "url", value: "address", help: "An address" },
  { name: "url-query", value: "data", help: "Add to the query of the address" },
  { name: "user", letter: "u", value: "user:password", help: "Basic authentication" },
  { name: "user-agent", letter: "A", value: "name", help: "Send this User-Agent" },
  { name: "verbose", letter: "v", help: "Show what travels: > sent, < received" },
  { name: "version", letter: "V", help: "Which curl this is" },
  { name: "write-out", letter: "w", value: "format", help: "Print facts afterwards: %{http_code}, …" },
];

/** Options of the real curl that would need what a page has not (certificates, proxies, other protocols). */
export const missingOptions: ReadonlySet<string> = new Set([
  ...[
    "cacert",
    "capath",
    "cert",
    "cert-type",
    "ciphers",
    "config",
    "connect-to",
    "digest",
    "ftp-port",
    "haproxy-protocol",
  ],
  ...[
    "http0.9",
    "http1.0",
    "http2",
    "http2-prior-knowledge",
    "http3",
    "interface",
    "key",
    "limit-rate",
    "negotiate",
  ],
  ...[
    "netrc",
    "next",
    "noproxy",
    "ntlm",
    "parallel",
    "pinnedpubkey",
    "proxy",
    "proxy-header",
    "proxy-user",
    "quote",
  ],
  ...[
    "range",
    "rate",
    "remote-header-name",
    "remote-time",
    "resolve",
    "retry",
    "socks5",
    "socks5-hostname",
    "tls-max",
  ],
  ...["tlsv1.2", "tlsv1.3", "trace", "trace-ascii", "trace-time", "unix-socket"],
]);

export const missingLetters: ReadonlySet<string> = new Set("0123aBEJKMPQRUxyYzZCrtln:".split(""));
