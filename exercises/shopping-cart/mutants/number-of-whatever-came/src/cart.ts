import { PRODUCTS } from "./products.ts";

/** A line as the session keeps it. Totals are worked out, never stored. */
export interface CartItem {
  product_id: number;
  name: string;
  price: number;
  quantity: number;
}

export interface Change {
  cart: CartItem[];
  message: string;
  /** A product came into the cart that was not there. */
  created: boolean;
}

/** A request that the shop turns down. The text is for whoever sent it. */
export class Refusal extends Error {
  readonly status: 400 | 404;

  constructor(status: 400 | 404, text: string) {
    super(text);
    this.status = status;
  }
}

const MOST_PER_LINE = 99;

export function addToCart(cart: CartItem[], body: Record<string, unknown>): Change {
  const { product_id, product } = readProduct(body);
  const quantity = readQuantity(body, 1);
  const line = findLine(cart, product_id);
  if (line === undefined) {
    const added = { product_id, name: product.name, price: product.price, quantity };
    return { cart: [...cart, added], message: `Added ${product.name}`, created: true };
  }
  if (line.quantity + quantity > MOST_PER_LINE) {
    throw new Refusal(400, `quantity: a line holds at most ${MOST_PER_LINE}, and yours has ${line.quantity}`);
  }
  return {
    cart: withQuantity(cart, line, line.quantity + quantity),
    message: `Updated ${line.name} to ${line.quantity + quantity}`,
    created: false,
  };
}

export function updateCart(cart: CartItem[], body: Record<string, unknown>): Change {
  const line = lineInCart(cart, body);
  const quantity = readQuantity(body, 0);
  if (quantity === 0) return removeFromCart(cart, body);
  return {
    cart: withQuantity(cart, line, quantity),
    message: `Updated ${line.name} to ${quantity}`,
    created: false,
  };
}

export function removeFromCart(cart: CartItem[], body: Record<string, unknown>): Change {
  const line = lineInCart(cart, body);
  return { cart: cart.filter((item) => item !== line), message: `Removed ${line.name}`, created: false };
}

export function clearCart(): Change {
  return { cart: [], message: "Cart cleared", created: false };
}

/** The cart with everything that follows from it. */
export function summary(cart: CartItem[]) {
  const lines = cart.map((item) => ({ ...item, line_total: lineCents(item) / 100 }));
  const totalCents = cart.reduce((sum, item) => sum + lineCents(item), 0);
  return {
    cart: lines,
    grand_total: totalCents / 100,
    item_count: cart.reduce((count, item) => count + item.quantity, 0),
  };
}

/** Whole cents add up exactly. Dollars with a fraction do not: 79.99 * 3 is 239.96999999999997. */
function lineCents(item: CartItem): number {
  return Math.round(item.price * 100) * item.quantity;
}

function readProduct(body: Record<string, unknown>) {
  const product_id = Number(body.product_id);
  const product = PRODUCTS[product_id];
  if (product === undefined) throw new Refusal(404, "Product not found");
  return { product_id, product };
}

function readQuantity(body: Record<string, unknown>, least: number): number {
  const quantity = body.quantity === undefined ? 1 : wholeNumber(body.quantity);
  if (quantity === undefined || quantity < least || quantity > MOST_PER_LINE) {
    throw new Refusal(400, `quantity must be a whole number from ${least} to ${MOST_PER_LINE}`);
  }
  return quantity;
}

/** A whole number as JSON sends it (5) or as a form does ("5"). */
function wholeNumber(value: unknown): number | undefined {
  if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

function lineInCart(cart: CartItem[], body: Record<string, unknown>): CartItem {
  const { product_id } = readProduct(body);
  const line = findLine(cart, product_id);
  if (line === undefined) throw new Refusal(404, "Product not in cart");
  return line;
}

function findLine(cart: CartItem[], product_id: number): CartItem | undefined {
  return cart.find((item) => item.product_id === product_id);
}

function withQuantity(cart: CartItem[], line: CartItem, quantity: number): CartItem[] {
  return cart.map((item) => (item === line ? { ...item, quantity } : item));
}
