import type { InspectOptions } from "node:util";
import inspectPackage from "node-inspect-extracted";

interface Inspect {
  (value: unknown, options?: InspectOptions): string;
  readonly custom: symbol;
  readonly defaultOptions: InspectOptions;
  readonly colors: Readonly<Record<string, readonly [number, number] | undefined>>;
}

const extracted = inspectPackage as unknown as {
  readonly inspect: Inspect;
  readonly format: (...args: unknown[]) => string;
  readonly formatWithOptions: (options: InspectOptions, ...args: unknown[]) => string;
  readonly stripVTControlCharacters: (text: string) => string;
};

/** Node's own `util.inspect` and `util.format`, extracted from its source. */
export const { inspect, format, formatWithOptions, stripVTControlCharacters } = extracted;
