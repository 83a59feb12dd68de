import { createApp } from "keepsake";

// Body parsing, cookies, templates and everything in src/routes are on.
const app = await createApp();

app.listen(7148, () => {
  console.log("Choose a theme at http://localhost:7148/");
});
