import express from "express";

// The partner's site, and the neighbour's blog: a page with everything that points at the shop.
const app = express();

app.get("/", (req, res) => {
  res.send(`<!doctype html><html lang="en"><title>Elsewhere</title>
<h1>${req.hostname}</h1>
<p><a href="https://shop.test/seen">A link to the shop</a></p>
<form method="post" action="https://shop.test/seen"><button type="submit">A form to the shop</button></form>
<iframe src="https://shop.test/seen" title="The shop in a frame"></iframe></html>`);
});

app.listen(7149);
