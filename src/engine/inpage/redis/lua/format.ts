import { significant } from "../significant.ts";
import { LuaError } from "./lua-error.ts";
import { type LuaValue, numberText, toNumber, toText } from "./values.ts";

/** Of %g, as in C. */
const DIGITS_BY_ITSELF = 6;
/** JavaScript writes no more than 100, zeros before them included; no number has so many that differ from 0. */
const MOST_DIGITS = 96;
const DIRECTIVE = /%([-+ #0]*)(\d*)(?:\.(\d*))?([a-zA-Z%])/g;

/** `string.format`: %d %i %u %x %X %o %c %s %q %f %e %g and %%. */
export function formatLua(format: string, args: readonly LuaValue[]): string {
  let next = 0;
  return format.replaceAll(
    DIRECTIVE,
    (_all, flags: string, width: string, precision: string | undefined, kind: string) => {
      if (kind === "%") return "%";
      const position = next + 2;
      const value = args[next];
      next += 1;
      const digits = precision === undefined ? undefined : Number(precision);
      const body = converted(kind, value, digits, position);
      const isNumber = typeof value === "number" && kind !== "s";
      const signed = isNumber && !body.startsWith("-") ? sign(flags) + body : body;
      if (flags.includes("-")) return signed.padEnd(Number(width));
      if (!flags.includes("0") || kind === "s") return signed.padStart(Number(width));
      const head = /^[-+ ]?/.exec(signed)?.[0] ?? "";
      return head + signed.slice(head.length).padStart(Number(width) - head.length, "0");
    },
  );
}

function sign(flags: string): string {
  if (flags.includes("+")) return "+";
  return flags.includes(" ") ? " " : "";
}

function converted(kind: string, value: LuaValue, digits: number | undefined, position: number): string {
  if (kind === "s") return toText(value).slice(0, digits);
  if (kind === "q")
    return `"${toText(value)
      .replaceAll(/["\\\n]/g, "\\$&")
      .replaceAll("\r", "\\r")
      .replaceAll("\0", "\\000")}"`;
  const number = toNumber(value);
  if (number === undefined) {
    throw new LuaError(
      `bad argument #${position} to 'format' (number expected, got ${value === undefined ? "no value" : typeof value})`,
    );
  }
  switch (kind) {
    case "d":
    case "i":
    case "u":
      return whole(Math.trunc(number)).replace(/\d+/, (all) => all.padStart(digits ?? 0, "0"));
    case "x":
      return BigInt(Math.trunc(number)).toString(16);
    case "X":
      return BigInt(Math.trunc(number)).toString(16).toUpperCase();
    case "o":
      return BigInt(Math.trunc(number)).toString(8);
    case "c":
      return String.fromCharCode(number & 0xff);
    case "f":
      return digits === 0 || digits === undefined ? fixed(number, digits ?? 6) : fixed(number, digits);
    case "e":
      return number.toExponential(digits ?? 6).replace(/e([-+])(\d)$/, "e$10$2");
    case "g":
      return Number.isFinite(number)
        ? significant(number, Math.min(Math.max(1, digits ?? DIGITS_BY_ITSELF), MOST_DIGITS))
        : numberText(number);
    default:
      throw new LuaError(`invalid option '%${kind}' to 'format'`);
  }
}

/** Without an exponent, however large. */
function whole(number: number): string {
  return Number.isFinite(number) ? BigInt(number).toString() : numberText(number);
}

/** Halves go to the even neighbour, as in C; JavaScript writes large numbers with an exponent. */
function fixed(number: number, digits: number): string {
  if (Math.abs(number) >= 1e21) return whole(number) + (digits > 0 ? `.${"0".repeat(digits)}` : "");
  if (digits === 0) {
    const floor = Math.floor(number);
    const isHalf = number - floor === 0.5;
    return whole(isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(number));
  }
  return number.toFixed(digits);
}
