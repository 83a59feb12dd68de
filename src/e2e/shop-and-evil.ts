import type { BrowserContext } from "playwright-core";
import type { SetupSpec } from "../course/setup.ts";
import { serveSetup } from "./served-setup.ts";

/** Answers with its own name, the host it was asked for, and how often this session came. */
const server = `import express from "express";
import { session } from "keepsake";

const app = express();
app.use(session());
app.get("/", (req, res) => {
  req.session.increment("visits");
  res.type("html").send(
    "<h1>" + process.env.NAME + " at " + req.hostname + "</h1><p>Visits: " + req.session.get("visits") + "</p>",
  );
});
app.listen(Number(process.env.PORT), () => console.log("ready"));
`;

const setup: Partial<SetupSpec> = {
  processes: [
    { name: "a", run: "node server.ts", port: 7001, env: { NAME: "A" } },
    { name: "b", run: "node server.ts", port: 7002, env: { NAME: "B" }, after: ["a"] },
    { name: "evil", run: "node server.ts", port: 7003, env: { NAME: "Evil" } },
  ],
  hosts: [
    { name: "shop.test", scheme: "https", servers: ["a", "b"] },
    { name: "evil.test", servers: ["evil"] },
  ],
  browsers: ["Alice", "Mallory"],
};

/** Makes each exercise's page of this context one with three processes, two hosts, and an attacker. */
export function serveShopAndEvil(context: BrowserContext): Promise<void> {
  return serveSetup(context, setup, server);
}
