/** 419 bytes of JSON: a signed-in user with a small cart. What every contender keeps. */
export const VISITOR_DATA: Readonly<Record<string, unknown>> = {
  user_id: 42,
  user_name: "Alice",
  role: "admin",
  logged_in: true,
  language: "en",
  cart: [
    { product_id: 1, name: "Wireless Keyboard", price: 79.99, quantity: 2 },
    { product_id: 3, name: "Monitor Stand", price: 129.99, quantity: 1 },
    { product_id: 4, name: "Mechanical Mouse", price: 59.99, quantity: 1 },
  ],
  csrf: "5f0c2a52-7d61-4a2a-9c33-6d7c5f2b1d0e",
};
