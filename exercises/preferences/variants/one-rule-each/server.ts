import express, { type Request, type Response } from "express";
import { session } from "keepsake";
import { DEFAULTS, LANGUAGES, THEMES } from "./defaults.ts";

abstract class Rule {
  abstract read(value: unknown): string | number | null;
}

class OneOf extends Rule {
  readonly #words: readonly string[];

  constructor(words: readonly string[]) {
    super();
    this.#words = words;
  }

  read(value: unknown) {
    return typeof value === "string" && this.#words.includes(value) ? value : null;
  }
}

class WholeNumber extends Rule {
  read(value: unknown) {
    const isText = typeof value === "string" && /^[0-9]{1,3}$/.test(value);
    if (!isText && typeof value !== "number") return null;
    const count = Number(value);
    return Number.isInteger(count) && count > 4 && count < 101 ? count : null;
  }
}

const rules = new Map<string, Rule>()
  .set("language", new OneOf(LANGUAGES))
  .set("theme", new OneOf(THEMES))
  .set("items_per_page", new WholeNumber());

const app = express();
app.use(express.json(), express.urlencoded({ extended: false }), session());

const show = (req: Request, res: Response) => {
  res.send({ ...DEFAULTS, ...req.session.get<object>("preferences") });
};

app.get("/api/preferences", show);

app.post("/api/preferences", (req, res) => {
  const fresh = new Map<string, string | number>();
  for (const [name, rule] of rules) {
    const given: unknown = req.body?.[name];
    if (given === undefined) continue;
    const value = rule.read(given);
    if (value === null) {
      res.status(400).send({ error: `${name.charAt(0).toUpperCase()}${name.slice(1)} cannot be that.` });
      return;
    }
    fresh.set(name, value);
  }
  req.session.update<object>("preferences", (old) => ({ ...old, ...Object.fromEntries(fresh) }));
  show(req, res);
});

app.post("/api/preferences/reset", (req, res) => {
  const key: unknown = req.body?.key;
  if (key === undefined) req.session.pop("preferences");
  else if (typeof key === "string" && rules.has(key)) {
    req.session.update<Record<string, unknown>>("preferences", (old = {}) =>
      Object.fromEntries(Object.entries(old).filter(([name]) => name !== key)),
    );
  } else {
    res.status(404).send({ error: "no preference has this name" });
    return;
  }
  show(req, res);
});

app.listen(7148);
