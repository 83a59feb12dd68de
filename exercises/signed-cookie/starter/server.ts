import express, { type Request } from "express";
import { readSigned, signed } from "./src/signed-cookie.ts";

/** The newest first. */
const keys = (process.env["COOKIE_KEYS"] ?? "").split(",");
const attributes = { httpOnly: true, sameSite: "lax" } as const;

const app = express();
app.use(express.json());

app.post("/player", (req, res) => {
  const player = String(req.body.player);
  res.cookie("player", signed("player", player, keys), attributes);
  res.json({ player });
});

app.post("/win", (req, res) => {
  const score = scoreOf(req) + 1;
  res.cookie("score", signed("score", String(score), keys), attributes);
  res.json({ score });
});

app.get("/me", (req, res) => {
  res.json({ player: read(req, "player") ?? null, score: scoreOf(req) });
});

function scoreOf(req: Request): number {
  return Number(read(req, "score") ?? 0);
}

function read(req: Request, name: string): string | undefined {
  const text = new RegExp(`(?:^|; )${name}=([^;]*)`).exec(req.headers.cookie ?? "")?.[1];
  return text === undefined ? undefined : readSigned(name, decoded(text), keys);
}

/** res.cookie writes "%20" for a blank, and so on. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

app.listen(process.env["PORT"] ?? 7148);
