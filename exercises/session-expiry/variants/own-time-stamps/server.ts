import { createApp, type Session } from "keepsake";

const MINUTE_MS = 60_000;

/** A seat with the times that its end is worked out from. */
class Seat {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get name(): string | undefined {
    const now = Date.now();
    const { since, seen } = this.#session.get("times", { since: 0, seen: 0 });
    const isOver = now - seen >= 10 * MINUTE_MS || now - since >= 30 * MINUTE_MS;
    return isOver ? undefined : this.#session.get<string>("name");
  }

  take(name: string): void {
    this.#session.set("name", name);
    this.#session.set("times", { since: Date.now(), seen: Date.now() });
  }

  look(): void {
    this.#session.update<{ since: number; seen: number }>("times", (times) => ({
      since: times?.since ?? 0,
      seen: Date.now(),
    }));
  }
}

const app = await createApp({ session: { idleTimeoutSeconds: 600 } });

app.post("/seat", (req, res) => {
  const name = typeof req.body.name === "string" ? req.body.name : "";
  if (name === "" || name.length > 40)
    return res.status(400).json({ error: "Name is missing, or too long." });
  req.session.permanent = Boolean(req.body.remember);
  new Seat(req.session).take(name);
  return res.status(201).json({ name });
});

app.get("/seat", (req, res) => {
  const seat = new Seat(req.session);
  const { name } = seat;
  if (name === undefined) return res.status(404).json({ error: "Your time is over, or has not begun." });
  seat.look();
  return res.json({ name });
});

app.post("/seat/leave", (req, res) => {
  req.session.destroy();
  return res.status(204).end();
});

app.listen(7148);
