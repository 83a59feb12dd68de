import { get, type Scenario } from "../scenario.ts";

export const middlewareRequests: Scenario = {
  program: "middleware.cjs",
  requests: [
    get("/"),
    get("/valid", { headers: { Cookie: "testCookie=valid" } }),
    get("/valid"),
    get("/configured"),
    get("/cookies", { headers: { Cookie: 'a=1; b=%20x; j=j:{"k":1}; quoted="q"; a=2' } }),
    get("/sign", { cookies: "keep" }),
    get("/cookies", { cookies: "keep" }),
    get("/cookies", { headers: { Cookie: "name=s%3Atobi.forged" } }),
    get("/user/5"),
    get("/admin/user/5"),
    get("/admin/user/5", { headers: { "X-Auth": "1" } }),
    get("/twice/21"),
    get("/async"),
    get("/order"),
  ],
};
