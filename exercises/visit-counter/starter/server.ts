import { createApp, Router } from "keepsake";
import { quoteOfTheDay } from "./quote.ts";

Router.get("/visit-counter", async (_req, res) => {
  return res.status(501).json({ quote: await quoteOfTheDay() });
});

Router.get("/visit-counter/look", async (_req, res) => {
  return res.status(501).json({ error: "Nobody has counted yet." });
});

Router.post("/visit-counter/reset", async (_req, res) => {
  return res.status(501).json({ error: "There is nothing to reset yet." });
});

const app = await createApp();

app.listen(7148, () => {
  console.log("Come and be counted at http://localhost:7148/visit-counter");
});
