import type { ContractCase } from "./contract/case.ts";
import { clockCases } from "./contract/clock.ts";
import { errorCases } from "./contract/errors.ts";
import { fileCases } from "./contract/files.ts";
import { limitCases } from "./contract/limits.ts";
import { processCases } from "./contract/processes.ts";
import { requestCases } from "./contract/requests.ts";
import { socketCases } from "./contract/sockets.ts";
import { streamCases } from "./contract/streams.ts";

export { type ContractAssert, type ContractCase, contractAssert } from "./contract/case.ts";

/**
 * What every engine must do, as data: runs in any test framework, in a page, or on a report page. Give each
 * case an engine of its own, freshly booted; the runner tears it down afterwards (again, if the case did).
 */
export const engineContract: readonly ContractCase[] = [
  ...fileCases,
  ...processCases,
  ...errorCases,
  ...requestCases,
  ...streamCases,
  ...socketCases,
  ...clockCases,
  ...limitCases,
];
