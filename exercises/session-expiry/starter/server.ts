import { createApp, Router } from "keepsake";

Router.post("/seat", async (_req, res) => {
  return res.status(501).json({ error: "Nobody can sit down yet." });
});

Router.get("/seat", async (_req, res) => {
  return res.status(501).json({ error: "Nobody can look yet." });
});

Router.post("/seat/leave", async (_req, res) => {
  return res.status(501).json({ error: "Nobody can leave yet." });
});

const app = await createApp();

app.listen(7148, () => {
  console.log("The reading room is open at http://localhost:7148/seat");
});
