import { ask, get, type Scenario } from "../scenario.ts";

const origin = (value: string, more: Readonly<Record<string, string>> = {}) => ({
  headers: { Origin: value, ...more },
});
const preflight = {
  "Access-Control-Request-Method": "PUT",
  "Access-Control-Request-Headers": "content-type,x-token",
};

export const securityRequests: Scenario = {
  program: "security.cjs",
  requests: [
    get("/helmet"),
    get("/strict"),
    get("/open"),
    get("/open", origin("http://any.test")),
    ask("OPTIONS", "/open", origin("http://any.test", preflight)),
    get("/listed", origin("http://example.com")),
    get("/listed", origin("https://sub.example.org")),
    get("/listed", origin("http://evil.test")),
    ask("OPTIONS", "/listed", origin("http://example.com", preflight)),
    ask("OPTIONS", "/listed", origin("http://evil.test", preflight)),
    ask("PUT", "/listed", origin("http://example.com")),
    ask("OPTIONS", "/reflect", origin("http://mirror.test", preflight)),
    get("/dynamic", origin("http://friend.test")),
    get("/dynamic", origin("http://other.test")),
  ],
};
