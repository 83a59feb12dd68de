import type { BrowserContext } from "playwright-core";
import type { SetupSpec } from "../course/setup.ts";
import { serveSetup } from "./served-setup.ts";

/** One shop on four stores; what it keeps, and how, its NAME says. */
const server = `import { randomUUID } from "node:crypto";
import express from "express";
import { Database, sealedCookie, session } from "keepsake";

const inCookie = process.env.NAME === "sealed";
const secrets = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";
const app = express();
app.use(express.urlencoded(), inCookie ? session({ cookieHeld: sealedCookie({ secrets }) }) : session());
app.get("/", (req, res) => {
  req.session.increment("visits");
  res.cookie("theme", "dark", { sameSite: "strict", maxAge: 3_600_000 });
  res.type("html").send(
    "<h1>" + process.env.NAME + "</h1><p>Visits: " + req.session.get("visits") + "</p>" +
      "<form method=post action=/cart><input name=product value=Tea><button>Add</button></form>",
  );
});
app.post("/cart", async (req, res) => {
  req.session.set("cart", [{ product: req.body.product, quantity: 1 }]);
  if (process.env.NAME === "rows") {
    const db = new Database();
    await db.execute("CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, product TEXT, paid INTEGER)");
    await db.execute("INSERT INTO orders VALUES (?, ?, ?)", [randomUUID(), req.body.product, null]);
  }
  res.redirect(303, "/");
});
app.listen(Number(process.env.PORT), () => console.log("ready"));
`;

const setup: Partial<SetupSpec> = {
  processes: [
    { name: "redis", run: "redis-server --port 6379", port: 6379 },
    { name: "files", run: "node server.ts", port: 7001, env: { NAME: "files" } },
    {
      name: "keys",
      run: "node server.ts",
      port: 7002,
      env: { NAME: "keys", TINA4_SESSION_BACKEND: "redis" },
      after: ["redis"],
    },
    {
      name: "rows",
      run: "node server.ts",
      port: 7003,
      env: { NAME: "rows", TINA4_SESSION_BACKEND: "database", DATABASE_URL: "sqlite:data/shop.db" },
    },
    { name: "sealed", run: "node server.ts", port: 7004, env: { NAME: "sealed" } },
  ],
  hosts: ["files", "keys", "rows", "sealed"].map((name) => ({ name: `${name}.test`, servers: [name] })),
  browsers: ["Alice"],
};

/** Makes each exercise's page of this context one with a shop on each store. */
export function serveFourStores(context: BrowserContext): Promise<void> {
  return serveSetup(context, setup, server);
}
