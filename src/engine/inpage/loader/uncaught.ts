import type { Frame } from "./stack-traces.ts";

export interface UncaughtHost {
  readonly inspect: ((value: unknown) => string) | undefined;
  frames(error: unknown): readonly Frame[];
  text(url: string): string | undefined;
}

export function formatUncaught(error: unknown, origin: "error" | "rejection", host: UncaughtHost): string {
  void origin;
  return `Uncaught ${host.inspect?.(error) ?? String(error instanceof Error ? error.stack : error)}\n`;
}
