import express, { type Request } from "express";
import { session } from "keepsake";
import { quoteOfTheDay } from "./quote.ts";

const app = express().use(session());

class Visits {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  get count(): number {
    return Number(this.#request.session.all()["visit_count"] ?? 0);
  }

  get sentence(): string {
    return `You have visited this page ${this.count} time${this.count > 1 ? "s" : ""}`;
  }

  add(): void {
    this.#request.session.increment("visit_count", 1);
  }

  forget(): void {
    this.#request.session.set("visit_count", 0);
  }
}

app.get("/visit-counter", async (req, res) => {
  const quote = await quoteOfTheDay();
  const visits = new Visits(req);
  visits.add();
  res.send({ visit_count: visits.count, message: visits.sentence, quote });
});

app.get("/visit-counter/look", (req, res) => {
  res.send({ visit_count: new Visits(req).count });
});

app.post("/visit-counter/reset", (req, res) => {
  new Visits(req).forget();
  res.status(204).end();
});

app.listen(7148);
