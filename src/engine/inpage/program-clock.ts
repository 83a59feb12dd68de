/** A global object whose `Date` can be moved. */
export interface ProgramClock {
  /** `Date` becomes real time plus this many milliseconds. `performance` and timers stay. */
  setOffset(offsetMs: number): void;
}

interface DateHolder {
  Date: DateConstructor;
}

/** Replaces `Date` on `target` by one that follows the engine's clock. Call once for a global object. */
export function installClock(target: DateHolder): ProgramClock {
  const Real = target.Date;
  let offsetMs = 0;
  const now = () => Real.now() + offsetMs;

  function MovedDate(this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return new Real(now()).toString();
    return Reflect.construct(Real, args.length === 0 ? [now()] : args, new.target);
  }
  Object.defineProperties(MovedDate, {
    name: { value: "Date" },
    length: { value: 7 },
    prototype: { value: Real.prototype, writable: false },
    now: { value: now, writable: true, configurable: true },
    parse: { value: Real.parse, writable: true, configurable: true },
    UTC: { value: Real.UTC, writable: true, configurable: true },
  });
  Object.defineProperty(Real.prototype, "constructor", {
    value: MovedDate,
    writable: true,
    configurable: true,
  });
  target.Date = MovedDate as unknown as DateConstructor;
  moveFormatter(now);
  return {
    setOffset(ms) {
      offsetMs = ms;
    },
  };
}

/** `new Intl.DateTimeFormat().format()` without a date means now. */
function moveFormatter(now: () => number): void {
  const prototype = Intl.DateTimeFormat.prototype;
  const format = Object.getOwnPropertyDescriptor(prototype, "format")?.get;
  if (format === undefined) return;
  const bound = new WeakMap<Intl.DateTimeFormat, (date?: Date | number) => string>();
  Object.defineProperty(prototype, "format", {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      let own = bound.get(this);
      if (own === undefined) {
        const real = format.call(this) as (date: Date | number) => string;
        own = (date) => real(date ?? now());
        bound.set(this, own);
      }
      return own;
    },
  });
  const parts = prototype.formatToParts;
  Object.defineProperty(prototype, "formatToParts", {
    configurable: true,
    writable: true,
    value(this: Intl.DateTimeFormat, date?: Date | number) {
      return parts.call(this, date ?? now());
    },
  });
}
