import type { Request, Response } from "express";
import { Router } from "keepsake";
import {
  addToCart,
  type CartItem,
  type Change,
  clearCart,
  Refusal,
  removeFromCart,
  summary,
  updateCart,
} from "../cart.ts";

Router.get("/cart", async (req, res) => {
  return res.html("cart.html", {
    ...summary(cartOf(req)),
    flash_message: req.session.getFlash("message"),
    flash_type: req.session.getFlash("message_type") ?? "info",
  });
});

Router.get("/cart/api", async (req, res) => {
  return res.json(summary(cartOf(req)));
});

Router.post("/cart/add", async (req, res) => change(req, res, addToCart));
Router.post("/cart/update", async (req, res) => change(req, res, updateCart));
Router.post("/cart/remove", async (req, res) => change(req, res, removeFromCart));
Router.post("/cart/clear", async (req, res) => change(req, res, clearCart));

function cartOf(req: Request): CartItem[] {
  return req.session.get<CartItem[]>("cart", []);
}

/** Changes the cart, or refuses to, and tells the caller in the caller's way. */
function change(
  req: Request,
  res: Response,
  apply: (cart: CartItem[], body: Record<string, unknown>) => Change,
) {
  const fromForm = Boolean(req.is("urlencoded"));
  try {
    const { cart, message, created } = apply(cartOf(req), req.body ?? {});
    req.session.set("cart", summary(cart).cart);
    if (fromForm) return backToCart(req, res, message, "success");
    return res.status(created ? 201 : 200).json({ message, cart });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (fromForm) return backToCart(req, res, error.message, "error");
    return res.status(error.status).json({ error: error.message });
  }
}

/** 303: the browser follows with a GET, so a reload does not post again. */
function backToCart(req: Request, res: Response, message: string, type: string) {
  req.session.flash("message", message);
  req.session.flash("message_type", type);
  return res.redirect(303, "/cart");
}
