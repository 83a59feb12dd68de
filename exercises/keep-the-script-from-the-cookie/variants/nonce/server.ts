import { createApp } from "keepsake";

const app = await createApp();
app.listen(7148);
