import type { NextFunction, Request, Response } from "express";
import { Router } from "keepsake";
import { Cart, Invalid, NotFound } from "../cart.ts";
import { PRODUCTS } from "../products.ts";

type Fields = { product_id?: unknown; quantity?: unknown };

function integer(value: unknown): number | null {
  if (typeof value === "string") return /^\d{1,9}$/.test(value) ? Number.parseInt(value, 10) : null;
  return Number.isInteger(value) ? Number(value) : null;
}

function productIn({ product_id }: Fields): number {
  const id = integer(product_id);
  if (id === null || !Object.hasOwn(PRODUCTS, id)) throw new NotFound("We do not sell that.");
  return id;
}

function quantityIn({ quantity = 1 }: Fields, least: number): number {
  const count = integer(quantity);
  if (count === null || count < least || count > 99) {
    throw new Invalid(`The field "quantity" takes ${least} to 99.`);
  }
  return count;
}

/** One handler for every change: `work` does it and says what it did, and with which status. */
function changing(work: (cart: Cart, fields: Fields) => { text: string; status?: number }) {
  return (req: Request, res: Response, next: NextFunction) => {
    const cart = new Cart(req.session);
    const isForm = req.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
    let status: number;
    let text: string;
    let failed = false;
    try {
      ({ text, status = 200 } = work(cart, req.body ?? {}));
      cart.save();
    } catch (error) {
      if (!(error instanceof NotFound || error instanceof Invalid)) return next(error);
      status = error instanceof NotFound ? 404 : 400;
      text = error.message;
      failed = true;
    }
    if (isForm) {
      req.session.flash("message", text);
      return res.redirect(303, "/cart");
    }
    return res.status(status).json(failed ? { error: text } : { message: text, cart: cart.items });
  };
}

Router.post(
  "/cart/add",
  changing((cart, fields) => {
    const id = productIn(fields);
    const quantity = quantityIn(fields, 1);
    const status = cart.has(id) ? 200 : 201;
    cart.add(id, quantity);
    return { text: "It is in your cart.", status };
  }),
);

Router.post(
  "/cart/update",
  changing((cart, fields) => {
    const id = productIn(fields);
    if (!cart.has(id)) throw new NotFound("Your cart does not have that.");
    cart.set(id, quantityIn(fields, 0));
    return { text: "The quantity is changed." };
  }),
);

Router.post(
  "/cart/remove",
  changing((cart, fields) => {
    const id = productIn(fields);
    if (!cart.has(id)) throw new NotFound("Your cart does not have that.");
    cart.set(id, 0);
    return { text: "It is no longer in your cart." };
  }),
);

Router.post(
  "/cart/clear",
  changing((cart) => {
    cart.clear();
    return { text: "Your cart is cleared." };
  }),
);

Router.get("/cart/api", (req, res) => {
  const cart = new Cart(req.session);
  res.json({ cart: cart.lines, grand_total: cart.grandTotal, item_count: cart.count });
});

Router.get("/cart", (req, res) => {
  const cart = new Cart(req.session);
  const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
  res.render("cart.html", {
    lines: cart.lines.map((line) => ({ ...line, total: money.format(line.line_total) })),
    total: money.format(cart.grandTotal),
    message: req.session.flash("message"),
  });
});
