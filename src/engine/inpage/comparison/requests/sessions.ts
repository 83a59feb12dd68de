import { ask, get, type Scenario } from "../scenario.ts";

const kept = { cookies: "keep" } as const;

export const sessionRequests: Scenario = {
  program: "sessions.cjs",
  requests: [
    get("/server/peek"),
    get("/server", kept),
    get("/server", kept),
    get("/server/peek", kept),
    get("/server/reload", kept),
    ask("POST", "/server/regenerate", kept),
    get("/server", kept),
    get("/server", { headers: { Cookie: "sid=s%3Asession-1.forged" } }),
    ask("POST", "/server/destroy", kept),
    get("/server", kept),
    get("/cookie", kept),
    get("/cookie", kept),
    get("/cookie/peek", kept),
    get("/cookie/max-age", kept),
    get("/cookie/peek", kept),
    get("/cookie", { headers: { Cookie: "cs=eyJ2aWV3cyI6OTl9; cs.sig=forged" } }),
    ask("POST", "/cookie/clear", kept),
    get("/cookie", kept),
  ],
};
