/** Picks that a seed repeats exactly, on every engine. */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** One of the items. Throws a RangeError when there is none. */
  pick<Item>(items: readonly Item[]): Item;
  /** All items in another order; the list given stays as it is. */
  shuffle<Item>(items: readonly Item[]): Item[];
  /** `count` different items, in a random order. Throws a RangeError when there are fewer. */
  sample<Item>(items: readonly Item[], count: number): Item[];
}

/**
 * A generator of its own for each purpose (a test's name), so that neither the order of the tests nor
 * what another test draws changes what this one gets.
 */
export function seededRandom(seed: number, purpose: string): Random {
  const next = mulberry32(seed ^ fnv1a(purpose));
  const integer = (least: number, most: number) => {
    if (!Number.isInteger(least) || !Number.isInteger(most) || most < least) {
      throw new RangeError(`integer(${least}, ${most}) needs two whole numbers, the smaller one first.`);
    }
    return least + Math.floor(next() * (most - least + 1));
  };
  const shuffle = <Item>(items: readonly Item[]): Item[] => {
    const rest = [...items];
    const shuffled: Item[] = [];
    while (rest.length > 0) shuffled.push(...rest.splice(integer(0, rest.length - 1), 1));
    return shuffled;
  };
  const sample = <Item>(items: readonly Item[], count: number): Item[] => {
    if (count > items.length) throw new RangeError(`${count} of ${items.length} items cannot be picked.`);
    return shuffle(items).slice(0, count);
  };
  const pick = <Item>(items: readonly Item[]): Item => {
    const [item] = sample(items, 1);
    return item as Item;
  };
  return { integer, pick, shuffle, sample };
}

/** A fresh seed, short enough to be typed. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
