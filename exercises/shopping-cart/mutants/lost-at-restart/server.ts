import { createApp, memoryStore } from "keepsake";

// Sessions, body parsing, templates and everything in src/routes are on.
const app = await createApp({ session: { store: memoryStore() } });

app.listen(7148, () => {
  console.log("The shop is open at http://localhost:7148/cart");
});
