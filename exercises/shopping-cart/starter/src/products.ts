export interface Product {
  readonly name: string;
  /** In dollars, with cents. */
  readonly price: number;
}

export const PRODUCTS: Readonly<Record<number, Product>> = {
  1: { name: "Wireless Keyboard", price: 79.99 },
  2: { name: "USB-C Hub", price: 49.99 },
  3: { name: "Monitor Stand", price: 129.99 },
  4: { name: "Mechanical Mouse", price: 59.99 },
  5: { name: "Desk Lamp", price: 39.99 },
};
