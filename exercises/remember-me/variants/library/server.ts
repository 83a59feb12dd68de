import { createApp } from "keepsake";

// The library remembers by itself; only the cookie's name is ours.
const app = await createApp({ session: { rememberName: "remember" } });

app.listen(7148);
