import { createApp } from "keepsake";

const app = await createApp({
  session: { secure: true, sameSite: "Strict" },
  // The routes look themselves where a request comes from.
  csrf: false,
});
app.set("trust proxy", "loopback"); // https ends at a proxy before this server

app.listen(7148, () => {
  console.log("The shop is open at https://shop.test/");
});
