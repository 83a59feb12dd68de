import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

const YEAR = 31_536_000;

createServer(async (req, res) => {
  const route = `${req.method} ${req.url}`;
  if (route === "GET /" || route === "GET /about/team") {
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    res.end(
      `<!doctype html><html lang="en" data-theme="${chosen(req)}"><title>Lamps</title><h1>Lamps</h1></html>`,
    );
  } else if (route === "POST /theme") {
    const theme = new URLSearchParams(await bodyOf(req)).get("theme");
    if (theme === "light" || theme === "dark")
      goHome(res, `theme=${theme}; Max-Age=${YEAR}; Path=/; SameSite=Lax`);
    else res.writeHead(400).end("No such theme");
  } else if (route === "POST /theme/reset") goHome(res, "theme=; Max-Age=0; Path=/");
  else res.writeHead(404).end();
}).listen(7148);

function goHome(res: ServerResponse, cookie: string): void {
  res.writeHead(303, { Location: "/", "Set-Cookie": cookie }).end();
}

function chosen(req: IncomingMessage): "light" | "dark" {
  const pairs = (req.headers.cookie ?? "").split(/; */);
  return pairs.includes("theme=dark") ? "dark" : "light";
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of req) text += String(chunk);
  return text;
}
