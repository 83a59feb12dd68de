import { CurlFailure } from "./curl-failure.ts";

/** Addresses that one pattern may make. */
export const GLOB_LIMIT = 1_000;

/**
 * What `{a,b}` and `[1-3]` in an address stand for: every address, in curl's order. `[` of an IPv6 host has no
 * such meaning. Throws {@link CurlFailure} (3) for a range that is none, and for more than {@link GLOB_LIMIT}.
 */
export function expandAddress(address: string): readonly string[] {
  let made = [""];
  const pattern = /\{([^{}]*)\}|\[([^[\]]*)\]|([^{[]+|[{[])/g;
  for (const { 0: whole, 1: list, 2: range, index } of address.matchAll(pattern)) {
    if (whole === "[") throw badRange(address, index);
    const choices =
      list !== undefined ? list.split(",") : range !== undefined ? readRange(range, whole, address) : [whole];
    made = made.flatMap((begun) => choices.map((choice) => begun + choice));
    if (made.length > GLOB_LIMIT) {
      throw new CurlFailure(3, `the address stands for more than ${GLOB_LIMIT} addresses:\n${address}`);
    }
  }
  return made;
}

function readRange(range: string, whole: string, address: string): readonly string[] {
  // [::1], [fe80::1%25eth0]
  if (range.includes(":") && !/^\w+-\w+:\d+$/.test(range)) return [whole];
  const numbers = /^(\d+)-(\d+)(?::(\d+))?$/.exec(range);
  if (numbers !== null) {
    const [, from = "", to = "", step = "1"] = numbers;
    const width = from.startsWith("0") ? from.length : 0;
    return count(Number(from), Number(to), Number(step)).map((value) => String(value).padStart(width, "0"));
  }
  const letters = /^([a-z])-([a-z])(?::(\d+))?$/i.exec(range);
  if (letters !== null) {
    const [, from = "", to = "", step = "1"] = letters;
    return count(from.charCodeAt(0), to.charCodeAt(0), Number(step)).map((code) => String.fromCharCode(code));
  }
  throw badRange(address, address.indexOf(whole));
}

/** `bracket`: where the `[` stands. */
function badRange(address: string, bracket: number): CurlFailure {
  const at = bracket + 2;
  return new CurlFailure(3, `bad range in URL position ${at}:\n${address}\n${" ".repeat(at - 1)}^`);
}

function count(from: number, to: number, step: number): readonly number[] {
  if (step < 1 || to < from) return [];
  return Array.from(
    { length: Math.min(Math.floor((to - from) / step) + 1, GLOB_LIMIT + 1) },
    (_, index) => from + index * step,
  );
}
