import { createApp, Router, type Session } from "keepsake";
import { DEFAULTS, LANGUAGES, THEMES } from "./defaults.ts";

type Choices = Record<string, string | number>;

/** Each gives what is to be kept, or undefined for what is not allowed. */
const readers: Record<string, (value: unknown) => string | number | undefined> = {
  language: (value) => LANGUAGES.find((language) => language === value),
  theme: (value) => THEMES.find((theme) => theme === value),
  items_per_page: (value) => {
    const items = /^\d+$/.test(value as string) ? Number(value) : value;
    return typeof items === "number" && Number.isInteger(items) && items >= 5 && items <= 100
      ? items
      : undefined;
  },
};

Router.get("/api/preferences", async (req, res) => res.json(preferencesOf(req.session)));

Router.post("/api/preferences", async (req, res) => {
  const chosen = choicesOf(req.session);
  for (const [name, read] of Object.entries(readers)) {
    if (!Object.hasOwn(req.body, name)) continue;
    const value = read(req.body[name]);
    if (value === undefined) return res.status(400).json({ error: `${name} is not allowed to be that` });
    chosen[name] = value;
  }
  req.session.set("preferences", chosen);
  return res.json(preferencesOf(req.session));
});

Router.post("/api/preferences/reset", async (req, res) => {
  const key: unknown = req.body.key;
  if (key === undefined) {
    req.session.delete("preferences");
    return res.json(preferencesOf(req.session));
  }
  if (typeof key !== "string" || !Object.hasOwn(readers, key)) {
    return res.status(404).json({ error: "There is no such preference." });
  }
  const chosen = choicesOf(req.session);
  delete chosen[key];
  req.session.set("preferences", chosen);
  return res.json(preferencesOf(req.session));
});

function choicesOf(session: Session): Choices {
  return session.get<Choices>("preferences", {});
}

function preferencesOf(session: Session): Choices {
  return { ...DEFAULTS, ...choicesOf(session) };
}

const app = await createApp();

app.listen(7148, () => {
  console.log("Preferences are kept at http://localhost:7148/api/preferences");
});
