import { bodyRequests } from "./requests/bodies.ts";
import { compressingRequests } from "./requests/compressing.ts";
import { cryptoRequests } from "./requests/crypto.ts";
import { errorRequests } from "./requests/errors.ts";
import { applicationRequests } from "./requests/express-application.ts";
import { requestRequests } from "./requests/express-request.ts";
import { referenceResponseRequests } from "./requests/express-response.ts";
import { filesAndUploadsRequests } from "./requests/files-and-uploads.ts";
import { httpClientRequests } from "./requests/http-client.ts";
import { httpServerRequests } from "./requests/http-server.ts";
import { libraryRequests } from "./requests/library.ts";
import { loggingRequests } from "./requests/logging.ts";
import { middlewareRequests } from "./requests/middleware.ts";
import { moduleRequests } from "./requests/modules.ts";
import { plainHttpRequests } from "./requests/plain-http.ts";
import { rateLimitRequests } from "./requests/rate-limit.ts";
import { responseRequests } from "./requests/responses.ts";
import { routingRequests } from "./requests/routing.ts";
import { securityRequests } from "./requests/security.ts";
import { sessionRequests } from "./requests/sessions.ts";
import { staticRequests } from "./requests/static-files.ts";
import { streamingRequests } from "./requests/streaming.ts";
import { typedRequests } from "./requests/typed.ts";
import type { Scenario } from "./scenario.ts";

/** Everything that is asked of real Node and of the engine. */
export const scenarios: readonly Scenario[] = [
  routingRequests,
  middlewareRequests,
  responseRequests,
  staticRequests,
  bodyRequests,
  errorRequests,
  streamingRequests,
  sessionRequests,
  securityRequests,
  cryptoRequests,
  plainHttpRequests,
  moduleRequests,
  typedRequests,
  libraryRequests,
  applicationRequests,
  requestRequests,
  referenceResponseRequests,
  loggingRequests,
  compressingRequests,
  rateLimitRequests,
  filesAndUploadsRequests,
  httpServerRequests,
  httpClientRequests,
];
