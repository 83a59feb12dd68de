export interface ShiftedClock {
  offsetMs: number;
  nowMs(): number;
}

/**
 * Replaces `Date` on `global` by one whose "now" is real time plus an offset. `Date` as the language has it in
 * all else: called without `new`, subclassed, compared by `instanceof`.
 */
export function installShiftedDate(global: { Date: DateConstructor }): ShiftedClock {
  const Real = global.Date;
  const clock: ShiftedClock = { offsetMs: 0, nowMs: () => Real.now() + clock.offsetMs };
  const Shifted: DateConstructor = new Proxy<DateConstructor>(Real, {
    construct(target, args: unknown[], newTarget) {
      const own = newTarget === Shifted ? target : newTarget;
      return Reflect.construct(Real, args.length === 0 ? [clock.nowMs()] : args, own) as object;
    },
    apply: () => new Real(clock.nowMs()).toString(),
    get: (target, key): unknown => (key === "now" ? clock.nowMs : Reflect.get(target, key)),
  });
  Object.defineProperty(Real.prototype, "constructor", {
    value: Shifted,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(global, "Date", { value: Shifted, writable: true, configurable: true });
  return clock;
}
