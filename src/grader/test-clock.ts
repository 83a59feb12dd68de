import type { Engine } from "../engine/engine.ts";
import { MovableClock } from "../web/clock.ts";

/** The wall clock of the program and of the test's browsers; their timers stay on real time. */
export interface TestClock {
  /** Milliseconds since 1970, as the program sees them. */
  nowMs(): number;
  /** Settles when the program has the new time. */
  advance(by: ClockStep): Promise<void>;
}

export interface ClockStep {
  readonly seconds?: number;
  readonly minutes?: number;
  readonly hours?: number;
  readonly days?: number;
}

export class EngineClockFixture implements TestClock {
  readonly shared = new MovableClock();
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  nowMs(): number {
    return this.shared.nowMs();
  }

  async advance({ seconds = 0, minutes = 0, hours = 0, days = 0 }: ClockStep): Promise<void> {
    this.shared.advance((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
    await this.#engine.setClock({ offsetMs: this.shared.offsetMs });
  }
}
