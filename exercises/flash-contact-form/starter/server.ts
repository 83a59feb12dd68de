import { createApp } from "keepsake";

// Sessions, body parsing, templates and everything in src/routes are on.
const app = await createApp();

app.listen(7148, () => {
  console.log("Write to us at http://localhost:7148/contact");
});
