import { createApp, Router } from "keepsake";
import { giftPage } from "./src/pages.ts";

const app = await createApp({ session: { secure: true, name: "__Host-tina4_session" } });
app.set("trust proxy", "loopback");

Router.get("/gift", (req, res) => {
  res.send(giftPage(String(req.query.to), Number(req.query.amount) || 0));
});

app.listen(7148);
