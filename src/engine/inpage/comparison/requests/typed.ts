import { ask, get, postJson, type Scenario } from "../scenario.ts";

export const typedRequests: Scenario = {
  program: "typed.ts",
  requests: [
    get("/items"),
    get("/items/1"),
    get("/items/9"),
    postJson("/items", { name: "Eraser", priceCents: 80 }),
    postJson("/items", { name: "Eraser", priceCents: 0.5 }),
    get("/items"),
    ask("DELETE", "/items/2"),
    ask("DELETE", "/items/2"),
  ],
};
