import { createApp } from "keepsake";

const app = await createApp({ session: { httpOnly: true } });
app.listen(7148);
