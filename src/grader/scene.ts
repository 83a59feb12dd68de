import type { Exchange } from "../web/exchange.ts";
import { UserAgent } from "../web/user-agent.ts";
import { EngineNetwork } from "./engine-network.ts";
import { FAILURE_EXCHANGES } from "./grade.ts";
import type { Records } from "./session-records.ts";
import type { Stage } from "./stage.ts";
import type { StagePrograms } from "./stage-programs.ts";
import { EngineBrowser, type TestBrowser } from "./test-browser.ts";
import { EngineClockFixture } from "./test-clock.ts";

/** What a failed test leaves for its reader. Plain data. */
export interface Evidence {
  /** Last first, at most {@link FAILURE_EXCHANGES}. */
  readonly exchanges: readonly Exchange[];
  readonly stderr: string;
}

/** One test's machine, browsers, clock and records; all of it is gone when the test is over. */
export class Scene {
  readonly program: StagePrograms;
  readonly clock: EngineClockFixture;
  readonly records: Records;
  readonly #stage: Stage;
  readonly #network: EngineNetwork;
  readonly #browsers = new Map<string, TestBrowser>();
  readonly #exchanges: Exchange[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
    this.program = stage.programs;
    this.clock = new EngineClockFixture(stage.engine);
    this.records = stage.keeping.records;
    this.#network = new EngineNetwork(stage);
  }

  /** The same name gives the same browser. */
  browser(name = "Browser"): TestBrowser {
    const present = this.#browsers.get(name);
    if (present !== undefined) return present;
    const agent = new UserAgent({ name, network: this.#network, clock: this.clock.shared });
    agent.onExchange((exchange) => this.#exchanges.push(exchange));
    const browser = new EngineBrowser(agent, this.#stage.origin);
    this.#browsers.set(name, browser);
    return browser;
  }

  evidence(): Evidence {
    return { exchanges: this.#exchanges.slice(-FAILURE_EXCHANGES).reverse(), stderr: this.program.stderr };
  }

  /** `passed`: the program may serve another test, unless this one has moved its time or left it with a request. */
  close({ passed }: { readonly passed: boolean }): void {
    const mayKeep = passed && this.#network.quiet && this.clock.shared.offsetMs === 0;
    this.#network.close();
    this.#stage.release({ mayKeep });
  }
}
