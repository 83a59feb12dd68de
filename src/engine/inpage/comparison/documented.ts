/** One part of a reference, and the members that it documents. */
export interface DocumentedPart {
  readonly title: string;
  readonly programs: readonly string[];
  /** Asked at the path of that name: `app.use` by "/app.use…". */
  readonly members: readonly string[];
  /** Asked at the path of another: member → path. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Not asked: member → why. */
  readonly without?: Readonly<Record<string, string>>;
}

const names = (prefix: string, list: string): readonly string[] =>
  list.split(" ").map((name) => prefix + name);

const NO_SOCKET = "a request in the page is a message, not bytes on a socket";

/** Express 5's reference and that of `node:http` in Node 24, member by member. */
export const documentedParts: readonly DocumentedPart[] = [
  {
    title: "express()",
    programs: ["express-application.cjs"],
    members: names("express.", "json raw Router static text urlencoded"),
  },
  {
    title: "Express: Application",
    programs: ["express-application.cjs"],
    members: names(
      "app.",
      "locals mountpath router mount all delete disable disabled enable enabled engine get listen METHOD param path post put render route set use",
    ),
  },
  {
    title: "Express: application settings",
    programs: ["express-application.cjs"],
    members: names(
      "settings/",
      "case-sensitive-routing env etag jsonp-callback-name json-escape json-replacer json-spaces query-parser strict-routing subdomain-offset trust-proxy views view-cache view-engine x-powered-by",
    ),
  },
  {
    title: "Express: Request",
    programs: ["express-request.cjs"],
    members: names(
      "req.",
      "app baseUrl body cookies fresh host hostname ip ips method originalUrl params path protocol query res route secure signedCookies stale subdomains xhr accepts acceptsCharsets acceptsEncodings acceptsLanguages get is range",
    ),
  },
  {
    title: "Express: Response",
    programs: ["express-response.cjs"],
    members: names(
      "res.",
      "app headersSent locals req append attachment cookie clearCookie download end format get json jsonp links location redirect render send sendFile sendStatus set status type vary",
    ),
  },
  {
    title: "Express: Router",
    programs: ["express-response.cjs"],
    members: names("router.", "all METHOD param route use"),
  },
  {
    title: "node:http",
    programs: ["http-server.mjs", "http-client.mjs"],
    members: names(
      "http.",
      "METHODS STATUS_CODES createServer get globalAgent maxHeaderSize request validateHeaderName validateHeaderValue setMaxIdleHTTPParsers WebSocket",
    ),
    without: { "http.setGlobalProxyFromEnv": "a page has no proxies" },
  },
  {
    title: "node:http: Server",
    programs: ["http-server.mjs"],
    members: names(
      "server.",
      "checkContinue checkExpectation close connect connection request closeAllConnections closeIdleConnections headersTimeout listen listening maxHeadersCount requestTimeout setTimeout maxRequestsPerSocket timeout keepAliveTimeout keepAliveTimeoutBuffer asyncDispose",
    ),
    without: {
      "server.clientError": NO_SOCKET,
      "server.dropRequest": NO_SOCKET,
      "server.upgrade": NO_SOCKET,
    },
  },
  {
    title: "node:http: Agent",
    programs: ["http-client.mjs"],
    members: names("agent.", "new getName sockets"),
    beside: {
      "agent.destroy": "agent.sockets",
      "agent.freeSockets": "agent.sockets",
      "agent.requests": "agent.sockets",
      "agent.maxFreeSockets": "agent.new",
      "agent.maxSockets": "agent.new",
      "agent.maxTotalSockets": "agent.new",
    },
    without: {
      "agent.createConnection": NO_SOCKET,
      "agent.keepSocketAlive": NO_SOCKET,
      "agent.reuseSocket": NO_SOCKET,
    },
  },
  {
    title: "node:http: ClientRequest",
    programs: ["http-client.mjs"],
    members: names(
      "request.",
      "abort close continue finish information response socket timeout end destroy flushHeaders getHeader path setNoDelay setTimeout write",
    ),
    beside: {
      "request.aborted": "request.abort",
      "request.cork": "request.setNoDelay",
      "request.uncork": "request.setNoDelay",
      "request.setSocketKeepAlive": "request.setNoDelay",
      "request.destroyed": "request.destroy",
      "request.finished": "request.path",
      "request.host": "request.path",
      "request.method": "request.path",
      "request.protocol": "request.path",
      "request.reusedSocket": "request.path",
      "request.maxHeadersCount": "request.path",
      "request.writableEnded": "request.path",
      "request.writableFinished": "request.path",
      "request.getHeaderNames": "request.getHeader",
      "request.getHeaders": "request.getHeader",
      "request.getRawHeaderNames": "request.getHeader",
      "request.hasHeader": "request.getHeader",
      "request.removeHeader": "request.getHeader",
      "request.setHeader": "request.getHeader",
    },
    without: {
      "request.connect": NO_SOCKET,
      "request.upgrade": NO_SOCKET,
    },
  },
  {
    title: "node:http: ServerResponse and OutgoingMessage",
    programs: ["http-client.mjs"],
    members: names(
      "response.",
      "close finish drain addTrailers cork pipe req sendDate setHeader statusCode writeContinue writeEarlyHints writeHead",
    ),
    beside: {
      "response.prefinish": "response.finish",
      "response.connection": "response.req",
      "response.socket": "response.req",
      "response.uncork": "response.cork",
      "response.appendHeader": "response.setHeader",
      "response.getHeader": "response.setHeader",
      "response.getHeaders": "response.setHeader",
      "response.hasHeader": "response.setHeader",
      "response.removeHeader": "response.setHeader",
      "response.setHeaders": "response.setHeader",
      "response.headersSent": "response.writable",
      "response.finished": "response.writable",
      "response.writableEnded": "response.writable",
      "response.writableFinished": "response.writable",
      "response.writableHighWaterMark": "response.writable",
      "response.writableLength": "response.writable",
      "response.writableObjectMode": "response.writable",
      "response.writableCorked": "response.cork",
      "response.statusMessage": "response.statusCode",
      "response.writeProcessing": "response.writeContinue",
      "response.writeInformation": "request.information",
      "response.flushHeaders": "outgoing.alone",
    },
  },
  {
    title: "node:http: IncomingMessage",
    programs: ["http-client.mjs"],
    members: names("message.", "aborted complete destroy headers method setTimeout trailers signal"),
    beside: {
      "message.close": "message.aborted",
      "message.headersDistinct": "message.headers",
      "message.rawHeaders": "message.headers",
      "message.httpVersion": "message.method",
      "message.statusCode": "message.method",
      "message.statusMessage": "message.method",
      "message.url": "message.method",
      "message.rawTrailers": "message.trailers",
      "message.trailersDistinct": "message.trailers",
    },
  },
];
