/**
 * Does `work` for each item, so many at once, begun in their order. The first that rejects stops what has not begun;
 * the others are waited for.
 */
export async function inParallel<Item>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (!failed && next < items.length) {
      const index = next;
      next += 1;
      await work(items[index] as Item, index).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(jobs, items.length) }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
