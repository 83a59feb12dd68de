import { moduleFace } from "./builtin.ts";

export const ttyModule = moduleFace({
  isatty: () => false,
  ReadStream: class ReadStream {},
  WriteStream: class WriteStream {},
});

export const perfHooksModule = moduleFace({
  performance: globalThis.performance,
  Performance: globalThis.Performance,
  PerformanceEntry: globalThis.PerformanceEntry,
  PerformanceMark: globalThis.PerformanceMark,
  PerformanceMeasure: globalThis.PerformanceMeasure,
  PerformanceObserver: globalThis.PerformanceObserver,
  constants: {},
});
