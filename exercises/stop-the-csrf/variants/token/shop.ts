import { createApp } from "keepsake";

const app = await createApp({ session: { secure: true, sameSite: "Lax" }, csrf: false });
app.set("trust proxy", "loopback");

app.listen(7148);
