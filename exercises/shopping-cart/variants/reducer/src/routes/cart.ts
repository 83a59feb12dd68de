import type { Request, Response } from "express";
import { Router } from "keepsake";
import { type Action, type Cart, centsOf, type Outcome, reduce } from "../reducer.ts";

const actions: Record<string, (body: Record<string, unknown>) => Action> = {
  "/cart/add": (body) => ({ type: "add", id: body.product_id, quantity: body.quantity }),
  "/cart/update": (body) => ({ type: "update", id: body.product_id, quantity: body.quantity }),
  "/cart/remove": (body) => ({ type: "remove", id: body.product_id }),
  "/cart/clear": () => ({ type: "clear" }),
};

for (const [path, toAction] of Object.entries(actions)) {
  Router.post(path, (req, res) => {
    const outcome = apply(req, toAction(req.body ?? {}));
    if (req.accepts(["json", "html"]) === "html") return answerPage(req, res, outcome);
    return answerScript(res, outcome);
  });
}

Router.get("/cart/api", (req, res) => {
  const { items, total, count } = view(req);
  res.json({ cart: items, grand_total: total, item_count: count });
});

Router.get("/cart", (req, res) => {
  res.html("cart.html", { ...view(req), flash: req.session.getFlash("flash") });
});

/** `update` looks at the cart again at commit, so nothing that came in between is lost. */
function apply(req: Request, action: Action): Outcome {
  const tried = reduce(req.session.get<Cart>("cart", []), action);
  if (!tried.ok) return tried;
  const cart = req.session.update<Cart>("cart", (current = []) => {
    const outcome = reduce(current, action);
    return outcome.ok ? outcome.cart : current;
  });
  return { ...tried, cart };
}

function answerScript(res: Response, outcome: Outcome) {
  const { ok, status, text } = outcome;
  return res.status(status).json(ok ? { message: text, cart: outcome.cart } : { error: text });
}

function answerPage(req: Request, res: Response, outcome: Outcome) {
  req.session.flash("flash", outcome.text);
  return res.redirect(303, "/cart");
}

function view(req: Request) {
  const cart = req.session.get<Cart>("cart", []);
  return {
    items: cart.map((item) => ({ ...item, line_total: centsOf(item) / 100 })),
    total: cart.reduce((sum, item) => sum + centsOf(item), 0) / 100,
    count: cart.reduce((sum, item) => sum + item.quantity, 0),
  };
}
