import { ask, get, post, postJson, type Scenario } from "../scenario.ts";

const headers = (given: Readonly<Record<string, string>>) => ({ headers: given });
const form = (given: Readonly<Record<string, string>>) => ({
  headers: { "Content-Type": "application/x-www-form-urlencoded", ...given },
  body: "a=1",
});

export const libraryRequests: Scenario = {
  program: "library.mjs",
  requests: [
    get("/token"),
    get("/payload/forged.token.here"),
    get("/password"),
    get("/cookies"),
    get("/read", { cookies: "keep" }),
    get("/read", headers({ Cookie: "signed=s%3Aforged.x; a=1; a=2" })),
    get("/refused"),
    get("/now"),
    postJson("/change", { a: 1 }),
    post("/change", form({ "Sec-Fetch-Site": "same-origin" })),
    post("/change", form({ "Sec-Fetch-Site": "cross-site", Origin: "http://evil.test" })),
    post("/change", form({ Origin: "http://evil.test", Accept: "application/json" })),
    post("/change", form({ Origin: "http://friend.test" })),
    post("/change", form({})),
    ask(
      "OPTIONS",
      "/change",
      headers({ Origin: "http://friend.test", "Access-Control-Request-Method": "POST" }),
    ),
    get("/none", headers({ Origin: "http://friend.test" })),
  ],
};
