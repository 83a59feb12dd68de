import { createApp, Router } from "keepsake";
import { DEFAULTS } from "./defaults.ts";

type Name = keyof typeof DEFAULTS;
type Chosen = Partial<Record<Name, unknown>>;

const isName = (key: unknown): key is Name =>
  key === "language" || key === "theme" || key === "items_per_page";

function cleaned(name: Name, value: unknown): unknown {
  switch (name) {
    case "language":
      return ["en", "de", "fr"].includes(value as string) ? value : undefined;
    case "theme":
      return value === "dark" || value === "light" ? value : undefined;
    case "items_per_page": {
      const count = /^\d+$/.test(String(value)) && !Array.isArray(value) ? Number(value) : 0;
      return count >= 5 && count <= 100 ? count : undefined;
    }
  }
}

Router.get("/api/preferences", (req, res) => {
  res.json({ ...DEFAULTS, ...req.session.get<Chosen>("preferences", {}) });
});

Router.post("/api/preferences", (req, res) => {
  const wanted = Object.entries(req.body).filter((entry): entry is [Name, unknown] => isName(entry[0]));
  const pairs = wanted.map(([name, value]) => [name, cleaned(name, value)] as const);
  const [fault] = pairs.find(([, value]) => value === undefined) ?? [];
  if (fault !== undefined) return res.status(400).json({ error: `${fault}: not allowed` });
  const chosen = { ...req.session.get<Chosen>("preferences", {}), ...Object.fromEntries(pairs) };
  req.session.set("preferences", chosen);
  return res.json({ ...DEFAULTS, ...chosen });
});

Router.post("/api/preferences/reset", (req, res) => {
  const { key = "all" } = req.body;
  const chosen = req.session.get<Chosen>("preferences", {});
  if (!("key" in req.body)) req.session.set("preferences", {});
  else if (isName(key)) {
    const { [key]: _gone, ...rest } = chosen;
    req.session.set("preferences", rest);
  } else return res.status(404).json({ error: `${String(key)} is no preference` });
  return res.json({ ...DEFAULTS, ...req.session.get<Chosen>("preferences", {}) });
});

const app = await createApp();
app.listen(7148);
