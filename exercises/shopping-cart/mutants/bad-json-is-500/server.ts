import type { NextFunction, Request, Response } from "express";
import { createApp } from "keepsake";

// Sessions, body parsing, templates and everything in src/routes are on.
const app = await createApp();

app.use((_error: unknown, _req: Request, res: Response, _next: NextFunction) => {
  res.status(500).json({ error: "Something went wrong" });
});

app.listen(7148, () => {
  console.log("The shop is open at http://localhost:7148/cart");
});
