import { createApp } from "keepsake";

// Sessions, body parsing, src/public and everything in src/routes are on.
const app = await createApp();

app.listen(7148, () => {
  console.log("The shop is open at http://localhost:7148/");
});
