// What the test site's page runs: the engine, its contract, and verbs for tests that drive it from Node.

import * as program from "../contract/program.ts";
import { contractAssert, engineContract } from "../contract.ts";
import { bootInpageEngine } from "./inpage-engine.ts";

const ASSETS = "/engine/";

export interface TestPage {
  readonly boot: typeof bootInpageEngine;
  readonly assets: string;
  readonly program: typeof program;
  /** Runs one case of the contract on an engine of its own; "" or what failed. */
  runCase(name: string): Promise<string>;
}

const testPage: TestPage = {
  boot: bootInpageEngine,
  assets: ASSETS,
  program,
  async runCase(name) {
    const wanted = engineContract.find((candidate) => candidate.name === name);
    if (wanted === undefined) return `There is no case "${name}".`;
    const engine = await bootInpageEngine({ assets: ASSETS });
    try {
      await wanted.run(engine, contractAssert);
      return "";
    } catch (error) {
      return error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
    } finally {
      await engine.teardown();
    }
  },
};

Object.assign(globalThis, { testPage });
