/**
 * The old application. In Python:
 *
 *     @app.post("/account/login")          session["user"] = request.args["user"]; flash("Welcome, …")
 *     @app.post("/account/visit")          session["visits"] = session.get("visits", 0) + 1
 *     @app.post("/account/logout")         session.pop("user", None)
 *     @app.get("/account")                 what the session holds
 */
import { createServer } from "node:http";
import { type Data, openSession, sealSession, settingsOf } from "./session-cookie.ts";

const settings = settingsOf(process.env);

createServer((req, res) => {
  const url = new URL(req.url ?? "/", "http://localhost:5000");
  const session = openSession(req.headers.cookie, settings);
  if (req.method === "POST") {
    const key = change(session, url);
    const value = sealSession(session, key);
    res.setHeader("Set-Cookie", `${settings.cookieName}=${value}; HttpOnly; Path=/; SameSite=Lax`);
  }
  const { user = null, cart = [], visits = 0, _flashes: messages = [] } = session;
  res.setHeader("Content-Type", "application/json");
  res.end(JSON.stringify({ user, cart, visits, messages: (messages as unknown[]).length }));
}).listen(Number(process.env["PORT"] ?? 5000));

/** Does what the path says; the key to sign with. */
function change(session: Data, { pathname, searchParams }: URL): string {
  const [older = settings.secretKey] = settings.fallbacks;
  if (pathname === "/account/login") {
    session["user"] = searchParams.get("user");
    // flash("Welcome, …"): a list of (category, message), and Flask tags tuples with " t".
    session["_flashes"] = [{ " t": ["message", `Welcome, ${searchParams.get("user")}`] }];
    if (searchParams.get("before") === "yes") return older;
  }
  if (pathname === "/account/visit") session["visits"] = Number(session["visits"] ?? 0) + 1;
  if (pathname === "/account/logout") delete session["user"];
  return settings.secretKey;
}
