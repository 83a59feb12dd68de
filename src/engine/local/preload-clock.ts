/** Replaces `Date` by one that runs at real speed, `offsetMs` away. Timers stay on real time. */
export function installClock(offsetMs: number): { move(offsetMs: number): void } {
  const RealDate = Date;
  let offset = offsetMs;
  const now = () => RealDate.now() + offset;

  function MovedDate(this: unknown, ...parts: unknown[]): Date | string {
    if (new.target === undefined) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
  }
  Object.defineProperties(MovedDate, {
    name: { value: "Date" },
    length: { value: RealDate.length },
    prototype: { value: RealDate.prototype, writable: false },
    now: { value: now, writable: true, configurable: true },
    parse: { value: RealDate.parse, writable: true, configurable: true },
    UTC: { value: RealDate.UTC, writable: true, configurable: true },
  });
  Object.defineProperty(RealDate.prototype, "constructor", {
    value: MovedDate,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(globalThis, "Date", { value: MovedDate, writable: true, configurable: true });

  return {
    move: (to) => {
      offset = to;
    },
  };
}
