import { LuaError } from "./lua-error.ts";

/** A match: where it is, and what it captured. A number is a position capture. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly captures: readonly (string | number)[];
}

interface Capture {
  readonly start: number;
  /** `undefined`: not closed yet; "position": `()`. */
  end: number | "position" | undefined;
}

/** Deeper recursion is refused, before the stack is full. */
const DEEPEST = 180;

/** The first match of a Lua pattern in `text` from `from` on. Throws {@link LuaError} for a malformed pattern. */
export function findPattern(text: string, pattern: string, from: number): PatternMatch | undefined {
  const isAnchored = pattern.startsWith("^");
  for (let start = from; start <= text.length; start += 1) {
    const matcher = new Matcher(text, pattern);
    const end = matcher.match(start, isAnchored ? 1 : 0);
    if (end !== undefined) return { start, end, captures: matcher.captured() };
    if (isAnchored) return undefined;
  }
  return undefined;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  ...{ a: /[A-Za-z]/, d: /\d/, l: /[a-z]/, u: /[A-Z]/, w: /[A-Za-z0-9]/, x: /[A-Fa-f0-9]/ },
  ...{ s: /[\t-\r ]/, p: /[!-/:-@[-`{-~]/ },
};

class Matcher {
  readonly #text: string;
  readonly #pattern: string;
  readonly #captures: Capture[] = [];
  #depth = 0;

  constructor(text: string, pattern: string) {
    this.#text = text;
    this.#pattern = pattern;
  }

  captured(): (string | number)[] {
    return this.#captures.map(({ start, end }) => {
      if (end === "position") return start + 1;
      if (end === undefined) throw new LuaError("unfinished capture");
      return this.#text.slice(start, end);
    });
  }

  /** Where a match ends that begins at `at` with what the pattern has from `place` on. */
  match(at: number, place: number): number | undefined {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new LuaError("pattern too complex");
    try {
      return this.#match(at, place);
    } finally {
      this.#depth -= 1;
    }
  }

  #match(startAt: number, startPlace: number): number | undefined {
    let at = startAt;
    let place = startPlace;
    while (place < this.#pattern.length) {
      const letter = this.#pattern[place] ?? "";
      if (letter === "(") return this.#openCapture(at, place);
      if (letter === ")") return this.#closeCapture(at, place + 1);
      if (letter === "$" && place + 1 === this.#pattern.length) {
        return at === this.#text.length ? at : undefined;
      }
      const next = this.#pattern[place + 1] ?? "";
      if (letter === "%" && next === "b") {
        const end = this.#balanced(at, place + 2);
        if (end === undefined) return undefined;
        at = end;
        place += 4;
        continue;
      }
      if (letter === "%" && next === "f") throw new LuaError("%f is not in this small Lua's patterns");
      if (letter === "%" && /\d/.test(next)) {
        const end = this.#again(at, Number(next));
        if (end === undefined) return undefined;
        at = end;
        place += 2;
        continue;
      }
      const end = this.#endOfClass(place);
      const suffix = this.#pattern[end] ?? "";
      if (suffix === "*" || suffix === "+") {
        return this.#greedy(at, place, end, suffix === "+" ? 1 : 0);
      }
      if (suffix === "-") return this.#lazy(at, place, end);
      const fits = this.#fits(at, place, end);
      if (suffix === "?") {
        const found = fits ? this.match(at + 1, end + 1) : undefined;
        if (found !== undefined) return found;
        place = end + 1;
        continue;
      }
      if (!fits) return undefined;
      at += 1;
      place = end;
    }
    return at;
  }

  #openCapture(at: number, place: number): number | undefined {
    const isPosition = this.#pattern[place + 1] === ")";
    this.#captures.push({ start: at, end: isPosition ? "position" : undefined });
    const end = this.match(at, place + (isPosition ? 2 : 1));
    if (end === undefined) this.#captures.pop();
    return end;
  }

  #closeCapture(at: number, place: number): number | undefined {
    const open = this.#captures.findLast(({ end }) => end === undefined);
    if (open === undefined) throw new LuaError("invalid pattern capture");
    open.end = at;
    const end = this.match(at, place);
    if (end === undefined) open.end = undefined;
    return end;
  }

  #balanced(at: number, place: number): number | undefined {
    const [open, close] = [this.#pattern[place], this.#pattern[place + 1]];
    if (open === undefined || close === undefined)
      throw new LuaError("malformed pattern (missing arguments to '%b')");
    if (this.#text[at] !== open) return undefined;
    let depth = 1;
    for (let end = at + 1; end < this.#text.length; end += 1) {
      if (this.#text[end] === close) depth -= 1;
      else if (this.#text[end] === open) depth += 1;
      if (depth === 0) return end + 1;
    }
    return undefined;
  }

  /** What an earlier capture was. */
  #again(at: number, number: number): number | undefined {
    const capture = this.#captures[number - 1];
    if (capture === undefined || typeof capture.end !== "number") throw new LuaError("invalid capture index");
    const wanted = this.#text.slice(capture.start, capture.end);
    return this.#text.startsWith(wanted, at) ? at + wanted.length : undefined;
  }

  #greedy(at: number, place: number, end: number, least: number): number | undefined {
    let count = 0;
    while (this.#fits(at + count, place, end)) count += 1;
    for (; count >= least; count -= 1) {
      const found = this.match(at + count, end + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #lazy(start: number, place: number, end: number): number | undefined {
    for (let at = start; ; at += 1) {
      const found = this.match(at, end + 1);
      if (found !== undefined) return found;
      if (!this.#fits(at, place, end)) return undefined;
    }
  }

  #endOfClass(place: number): number {
    const letter = this.#pattern[place];
    if (letter === "%") {
      if (place + 1 >= this.#pattern.length) throw new LuaError("malformed pattern (ends with '%')");
      return place + 2;
    }
    if (letter !== "[") return place + 1;
    let end = this.#pattern[place + 1] === "^" ? place + 2 : place + 1;
    do {
      if (end >= this.#pattern.length) throw new LuaError("malformed pattern (missing ']')");
      end += this.#pattern[end] === "%" ? 2 : 1;
    } while (this.#pattern[end] !== "]");
    return end + 1;
  }

  #fits(at: number, place: number, end: number): boolean {
    const letter = this.#text[at];
    if (letter === undefined) return false;
    const first = this.#pattern[place];
    if (first === ".") return true;
    if (first === "%") return isOfClass(letter, this.#pattern[place + 1] ?? "");
    return first === "[" ? this.#isInSet(letter, place + 1, end - 1) : first === letter;
  }

  #isInSet(letter: string, start: number, end: number): boolean {
    const isNegated = this.#pattern[start] === "^";
    for (let place = isNegated ? start + 1 : start; place < end; place += 1) {
      const one = this.#pattern[place] ?? "";
      if (one === "%") {
        place += 1;
        if (isOfClass(letter, this.#pattern[place] ?? "")) return !isNegated;
      } else if (this.#pattern[place + 1] === "-" && place + 2 < end) {
        if (letter >= one && letter <= (this.#pattern[place + 2] ?? "")) return !isNegated;
        place += 2;
      } else if (one === letter) return !isNegated;
    }
    return isNegated;
  }
}

function isOfClass(letter: string, name: string): boolean {
  const lower = name.toLowerCase();
  const isControl = letter < " " || letter === "\x7f";
  const known = lower === "c" ? isControl : CLASSES[lower]?.test(letter);
  if (known === undefined) return name === letter;
  return name === lower ? known : !known;
}
