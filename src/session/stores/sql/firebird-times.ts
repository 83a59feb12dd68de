import type { Transaction } from "node-firebird";

/**
 * Firebird keeps times without a zone; here they are UTC. The driver takes them for this machine's clock, both ways,
 * which has no such time in the hour that summer time leaves out: it writes and reads them an hour late.
 */
export function toFirebirdTime(date: Date): Date {
  return Object.assign(new Date(date), { getTimezoneOffset: () => 0 });
}

/** Has the transaction read times as UTC: a `Date`, or a text where there is only a day or only a time of day. */
export function readTimesAsUtc(transaction: Transaction): void {
  const { newStatement } = transaction as unknown as Preparing;
  const reading: Preparing = {
    newStatement(text, prepared, options) {
      const told: Prepared = (error, statement) => {
        for (const column of statement?.output ?? []) {
          const read = READERS.get(column.type);
          if (read !== undefined) column.decode = (data, hasMark) => present(read(data), data, hasMark);
        }
        prepared(error, statement);
      };
      newStatement.call(transaction, text, told, options);
    },
  };
  Object.assign(transaction, reading);
}

/** What the driver's types leave out: all that it carries out it prepares by this. */
interface Preparing {
  newStatement(text: string, prepared: Prepared, options?: unknown): void;
}

type Prepared = (error: unknown, statement: { readonly output?: readonly Column[] } | undefined) => void;

interface Column {
  readonly type: number;
  /** `hasMark`: an older server says behind each value whether it is null. */
  decode(data: Answer, hasMark: boolean): unknown;
}

interface Answer {
  readInt(): number;
  readUInt(): number;
}

/** The engine's type codes. */
const TIMESTAMP = 510;
const TIME = 560;
const DATE = 570;

const READERS = new Map<number, (data: Answer) => Date | string>([
  [TIMESTAMP, (data) => new Date(dayMs(data) + timeMs(data))],
  [DATE, (data) => new Date(dayMs(data)).toISOString().slice(0, 10)],
  [TIME, (data) => new Date(timeMs(data)).toISOString().slice(11, 19)],
]);

/** Days are counted from 17 November 1858. */
const FIRST_DAY_OF_1970 = 40_587;
const DAY_MS = 86_400_000;

function dayMs(data: Answer): number {
  return (data.readInt() - FIRST_DAY_OF_1970) * DAY_MS;
}

/** Tenths of milliseconds are sent. */
function timeMs(data: Answer): number {
  return Math.floor(data.readUInt() / 10);
}

function present<T>(value: T, data: Answer, hasMark: boolean): T | null {
  return hasMark && data.readInt() !== 0 ? null : value;
}
