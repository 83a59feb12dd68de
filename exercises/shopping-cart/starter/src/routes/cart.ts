import { Router } from "keepsake";

// The page: every line, the grand total, and the message of the last form post.
Router.get("/cart", async (req, res) => {
  return res
    .status(501)
    .send(`${req.method} ${req.path} is not written yet. Show src/templates/cart.html with res.html(…).`);
});

// The cart as JSON.
Router.get("/cart/api", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// { product_id, quantity }: puts a product in the cart, or more of it.
Router.post("/cart/add", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// { product_id, quantity }: sets the quantity of a line. 0 removes it.
Router.post("/cart/update", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// { product_id }: takes a line out.
Router.post("/cart/remove", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});

// Takes all lines out.
Router.post("/cart/clear", async (req, res) => {
  return res.status(501).json({ error: `${req.method} ${req.path} is not written yet` });
});
