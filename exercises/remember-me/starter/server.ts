import { createApp } from "keepsake";

// Sessions, cookies, body parsing and everything in src/routes are on.
const app = await createApp();

app.listen(7148, () => {
  console.log("The shop is open at http://localhost:7148/login");
});
