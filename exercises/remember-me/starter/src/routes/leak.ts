import { Router } from "keepsake";
import { wholeTable } from "../devices.ts";

// A copy of the table that somebody left lying around.
Router.get("/leak", async (_req, res) => {
  return res.type("json").send(wholeTable());
});
