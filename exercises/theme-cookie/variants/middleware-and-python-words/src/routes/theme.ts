import { Router } from "keepsake";

type Theme = "light" | "dark";

const isTheme = (value: unknown): value is Theme => value === "light" || value === "dark";

const titles: Record<string, string> = { "/": "Desk lamps", "/about/team": "Our team" };

for (const [path, title] of Object.entries(titles)) {
  Router.get(path, (req, res) => {
    const wanted: unknown = req.cookies["theme"];
    res.html("page.html", { title, theme: isTheme(wanted) ? wanted : "light" });
  });
}

Router.post("/theme", (req, res) => {
  const wanted: unknown = req.body?.theme;
  if (!isTheme(wanted)) return res.sendStatus(400);
  return res
    .cookie("theme", wanted, { max_age: 60 * 60 * 24 * 365, samesite: "Lax", httponly: true, path: "/" })
    .redirect(303, "/");
});

Router.post("/theme/reset", (_req, res) => {
  res.cookie("theme", "", { max_age: 0, path: "/", samesite: "Lax" }).redirect(303, "/");
});
