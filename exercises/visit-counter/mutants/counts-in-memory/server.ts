import { createApp, Router } from "keepsake";
import { quoteOfTheDay } from "./quote.ts";

const counts = new Map<string, number>();

Router.get("/visit-counter", async (req, res) => {
  req.session.begin();
  const id = req.session.getSessionId();
  const count = (counts.get(id) ?? 0) + 1;
  counts.set(id, count);
  const quote = await quoteOfTheDay();
  return res.json({ visit_count: count, message: message(count), quote });
});

Router.get("/visit-counter/look", async (req, res) => {
  return res.json({ visit_count: counts.get(req.session.getSessionId()) ?? 0 });
});

Router.post("/visit-counter/reset", async (req, res) => {
  counts.delete(req.session.getSessionId());
  return res.status(204).end();
});

function message(count: number): string {
  return `You have visited this page ${count} ${count === 1 ? "time" : "times"}`;
}

const app = await createApp();

app.listen(7148, () => {
  console.log("Come and be counted at http://localhost:7148/visit-counter");
});
