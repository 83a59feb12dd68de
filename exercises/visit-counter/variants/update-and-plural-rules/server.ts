import { createApp, Router } from "keepsake";
import { quoteOfTheDay } from "./quote.ts";

const words: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "time", other: "times" };
const rules = new Intl.PluralRules("en");

Router.get("/visit-counter", async (req, res) => {
  const [quote, visit_count] = await Promise.all([
    quoteOfTheDay(),
    req.session.update<number>("visit_count", (count) => (count ?? 0) + 1),
  ]);
  const message = `You have visited this page ${visit_count} ${words[rules.select(visit_count)]}`;
  res.json({ visit_count, message, quote });
});

Router.get("/visit-counter/look", (req, res) => {
  res.json({ visit_count: req.session.get<number>("visit_count") ?? 0 });
});

Router.post("/visit-counter/reset", (req, res) => {
  req.session.pop("visit_count");
  res.sendStatus(204);
});

(await createApp()).listen();
