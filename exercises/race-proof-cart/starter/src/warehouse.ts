/** The warehouse: another team's system, asked over the network. Each call takes a moment. */
const MOMENT_MS = 20;

const products = new Map([
  [1, "Wireless Keyboard"],
  [2, "USB-C Hub"],
  [3, "Monitor Stand"],
  [4, "Mechanical Mouse"],
  [5, "Desk Lamp"],
]);
const stock = new Map([...products.keys()].map((id) => [id, 50]));

/** Whether orders are taken now. */
export async function isOpen(): Promise<boolean> {
  await moment();
  return true;
}

/** Whether the shop has such a product at all. */
export async function isKnown(id: number): Promise<boolean> {
  await moment();
  return products.has(id);
}

/** How many there are now. By the time you read it, it may have changed. */
export async function countOf(id: number): Promise<number> {
  await moment();
  return stock.get(id) ?? 0;
}

/** There are so many from now on, whatever there was before. */
export async function setCount(id: number, count: number): Promise<void> {
  await moment();
  stock.set(id, count);
}

/** Takes so many if there are so many, in one step. False: there were not, and nothing was taken. */
export async function takeIfThere(id: number, quantity: number): Promise<boolean> {
  await moment();
  const count = stock.get(id) ?? 0;
  if (count < quantity) return false;
  stock.set(id, count - quantity);
  return true;
}

/** Puts so many back, in one step. */
export async function putBack(id: number, quantity: number): Promise<void> {
  await moment();
  stock.set(id, (stock.get(id) ?? 0) + quantity);
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
}
