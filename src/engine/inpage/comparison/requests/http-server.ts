import { get, type Scenario } from "../scenario.ts";

const server =
  "checkContinue checkExpectation close closeAllConnections closeIdleConnections connection request headersTimeout requestTimeout timeout keepAliveTimeout keepAliveTimeoutBuffer maxHeadersCount maxRequestsPerSocket maxConnections listen listening getConnections setTimeout asyncDispose ref connect".split(
    " ",
  );
const ofModule =
  "createServer METHODS STATUS_CODES maxHeaderSize validateHeaderName validateHeaderValue setMaxIdleHTTPParsers WebSocket names".split(
    " ",
  );

export const httpServerRequests: Scenario = {
  program: "http-server.mjs",
  requests: [
    ...server.map((name) => get(`/server.${name}`)),
    ...ofModule.map((name) => get(`/http.${name}`)),
  ],
};
