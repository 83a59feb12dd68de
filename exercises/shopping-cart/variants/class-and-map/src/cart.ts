import type { Request } from "express";
import { PRODUCTS } from "./products.ts";

interface StoredItem {
  product_id: number;
  name: string;
  price: number;
  quantity: number;
}

export class NotFound extends Error {}
export class Invalid extends Error {}

/** The cart of one request's session: quantities by product, in the order of first adding. */
export class Cart {
  readonly #session: Request["session"];
  readonly #quantities: Map<number, number>;

  constructor(session: Request["session"]) {
    this.#session = session;
    const stored = session.get<StoredItem[]>("cart", []);
    this.#quantities = new Map(stored.map(({ product_id, quantity }) => [product_id, quantity]));
  }

  has(id: number): boolean {
    return this.#quantities.has(id);
  }

  add(id: number, quantity: number): void {
    const sum = (this.#quantities.get(id) ?? 0) + quantity;
    if (sum > 99) throw new Invalid("The quantity of a product is 99 at most.");
    this.#quantities.set(id, sum);
  }

  set(id: number, quantity: number): void {
    if (quantity === 0) this.#quantities.delete(id);
    else this.#quantities.set(id, quantity);
  }

  clear(): void {
    this.#quantities.clear();
  }

  save(): void {
    this.#session.set("cart", this.items);
  }

  get items(): StoredItem[] {
    return [...this.#quantities].flatMap(([product_id, quantity]) => {
      const product = PRODUCTS[product_id];
      return product === undefined ? [] : [{ product_id, ...product, quantity }];
    });
  }

  get lines() {
    return this.items.map((item) => ({ ...item, line_total: this.#toDollars(this.#cents(item)) }));
  }

  get grandTotal(): number {
    return this.#toDollars(this.items.reduce((sum, item) => sum + this.#cents(item), 0));
  }

  get count(): number {
    return [...this.#quantities.values()].reduce((sum, quantity) => sum + quantity, 0);
  }

  #cents({ price, quantity }: StoredItem): number {
    return Math.round(price * 100) * quantity;
  }

  #toDollars(cents: number): number {
    return Number((cents / 100).toFixed(2));
  }
}
