import { createApp, Router } from "keepsake";

Router.get("/api/preferences", async (_req, res) => {
  return res.status(501).json({ error: "Nobody knows yet." });
});

Router.post("/api/preferences", async (_req, res) => {
  return res.status(501).json({ error: "Nobody remembers yet." });
});

Router.post("/api/preferences/reset", async (_req, res) => {
  return res.status(501).json({ error: "Nothing can be taken back yet." });
});

const app = await createApp();

app.listen(7148, () => {
  console.log("Preferences are kept at http://localhost:7148/api/preferences");
});
