import { PRODUCTS } from "./products.ts";

export type Item = Readonly<{ product_id: number; name: string; price: number; quantity: number }>;
export type Cart = readonly Item[];

export type Action =
  | { type: "add"; id: unknown; quantity: unknown }
  | { type: "update"; id: unknown; quantity: unknown }
  | { type: "remove"; id: unknown }
  | { type: "clear" };

export type Outcome =
  | { ok: true; status: 200 | 201; cart: Cart; text: string }
  | { ok: false; status: 400 | 404; text: string };

/** The whole behaviour of the cart, without a server. */
export function reduce(cart: Cart, action: Action): Outcome {
  if (action.type === "clear") return { ok: true, status: 200, cart: [], text: "Cart cleared" };
  const id = whole(action.id);
  const product = PRODUCTS[id];
  const index = cart.findIndex((item) => item.product_id === id);
  const item = cart[index];
  if (product === undefined) return { ok: false, status: 404, text: "unknown product" };
  if (action.type !== "add" && item === undefined) return { ok: false, status: 404, text: "not in the cart" };
  if (action.type === "remove") {
    return { ok: true, status: 200, cart: cart.toSpliced(index, 1), text: `${product.name} removed` };
  }
  const quantity = whole(action.quantity === undefined ? 1 : action.quantity);
  const wanted = action.type === "add" ? (item?.quantity ?? 0) + quantity : quantity;
  const least = action.type === "add" ? 1 : 0;
  if (!(quantity >= least && quantity <= 99 && wanted <= 99)) {
    return { ok: false, status: 400, text: `quantity: a whole number from ${least} to 99, and 99 in all` };
  }
  const text = `${product.name}: ${wanted}`;
  if (item === undefined) {
    const added = { product_id: id, name: product.name, price: product.price, quantity: wanted };
    return { ok: true, status: 201, cart: [...cart, added], text };
  }
  if (wanted === 0) return { ok: true, status: 200, cart: cart.toSpliced(index, 1), text };
  return { ok: true, status: 200, cart: cart.with(index, { ...item, quantity: wanted }), text };
}

export const centsOf = ({ price, quantity }: Item): number => Math.round(price * 100) * quantity;

/** NaN, which no comparison lets through, for whatever is not one. */
function whole(value: unknown): number {
  if (typeof value === "string") return /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return typeof value === "number" && Number.isInteger(value) ? value : Number.NaN;
}
