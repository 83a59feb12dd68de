import { createApp, Router } from "keepsake";
import { quoteOfTheDay } from "./quote.ts";

Router.get("/visit-counter", async (req, res) => {
  const visits = req.session.get("visit_count", 0) + 1;
  req.session.set("visit_count", visits);
  const quote = await quoteOfTheDay();
  return res.json({ visit_count: visits, message: message(visits), quote });
});

Router.get("/visit-counter/look", async (req, res) => {
  return res.json({ visit_count: req.session.get("visit_count", 0) });
});

Router.post("/visit-counter/reset", async (req, res) => {
  req.session.delete("visit_count");
  return res.status(204).end();
});

function message(count: number): string {
  return `You have visited this page ${count} ${count === 1 ? "time" : "times"}`;
}

const app = await createApp();

app.listen(7148, () => {
  console.log("Come and be counted at http://localhost:7148/visit-counter");
});
