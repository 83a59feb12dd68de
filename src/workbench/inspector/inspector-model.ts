import { effect, signal } from "@preact/signals";
import type { JarCookie } from "../../web/jar-cookie.ts";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import type { Timeline, TimelineEntry } from "../timeline.ts";
import { type ExchangeFilter, NO_FILTER } from "./exchange-filter.ts";
import { FilteredEntries } from "./filtered-entries.ts";
import { isAbout } from "./is-about.ts";

/** While exchanges pour in, the inspector is drawn no more often. */
const DRAW_EVERY_MS = 100;

/** "page": only while one looks at the past. */
export type InspectorTabId = "exchanges" | "jar" | "session" | "store" | "page";

/** What a browser's jar holds, now or then. */
export interface JarAtMoment {
  readonly agent: BenchAgent;
  readonly cookies: readonly JarCookie[];
}

/** What one looks at in an inspector: which view, which exchanges, which one, and at which moment. */
export class InspectorModel {
  readonly bench: Bench;
  /** The id of the tab. */
  readonly view = signal<InspectorTabId>("exchanges");
  readonly filter = signal<ExchangeFilter>(NO_FILTER);
  /** The number of the chosen entry; `undefined`: the newest page or fetch, whatever comes. */
  readonly chosen = signal<number | undefined>(undefined);
  /** The number of the entry just after which the jar, the record and the page are shown. `undefined`: now. */
  readonly moment = signal<number | undefined>(undefined);

  /** The change of the timeline that is drawn. All that is read here of the timeline is as of then, or newer. */
  readonly #drawn = signal(0);
  readonly #filtered: FilteredEntries;

  constructor(bench: Bench) {
    this.bench = bench;
    this.#filtered = new FilteredEntries(bench.timeline);
  }

  /**
   * Follows the timeline: a first change at the next frame, more of them at the pace that eyes can follow, so that
   * thousands of exchanges in a second leave the page usable. The returned function stops that.
   */
  follow(): () => void {
    const { changes } = this.bench.timeline;
    let drawnAtMs = -DRAW_EVERY_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let frame: number | undefined;
    const draw = () => {
      timer = undefined;
      frame = requestAnimationFrame(() => {
        frame = undefined;
        drawnAtMs = performance.now();
        this.#drawn.value = changes.peek();
      });
    };
    const stop = effect(() => {
      if (changes.value === this.#drawn.peek() || timer !== undefined || frame !== undefined) return;
      const waitMs = drawnAtMs + DRAW_EVERY_MS - performance.now();
      if (waitMs > 0) timer = setTimeout(draw, waitMs);
      else draw();
    });
    return () => {
      stop();
      clearTimeout(timer);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }

  get timeline(): Timeline {
    this.#drawn.value;
    return this.bench.timeline;
  }

  /** What the list shows. */
  get filtered(): FilteredEntries {
    this.#drawn.value;
    this.#filtered.update(this.filter.value);
    return this.#filtered;
  }

  /** The entry in the detail; `undefined` when nothing has travelled yet. */
  get selected(): TimelineEntry | undefined {
    const { timeline } = this;
    const chosen = this.chosen.value === undefined ? undefined : timeline.get(this.chosen.value);
    return chosen ?? this.#newest;
  }

  /** Shows that exchange. While one looks at the past, the moment moves along. */
  select(entry: TimelineEntry): void {
    const isLooking = this.moment.peek() !== undefined;
    this.chosen.value = entry.number === this.#newest?.number && !isLooking ? undefined : entry.number;
    if (isLooking) this.moment.value = entry.number;
  }

  /** The entry of the moment that is looked at; `undefined`: it is now. A moment that is forgotten is over. */
  get past(): TimelineEntry | undefined {
    return this.moment.value === undefined ? undefined : this.timeline.get(this.moment.value);
  }

  /** The time on the clock of the moment that is looked at. */
  get momentMs(): number {
    const { past } = this;
    return past === undefined
      ? this.bench.clock.nowMs()
      : past.exchange.startedAtMs + past.exchange.durationMs;
  }

  /** Each browser's jar at the moment that is looked at. */
  get jars(): readonly JarAtMoment[] {
    const { past, timeline } = this;
    return this.bench.agents.map((agent) => ({
      agent,
      cookies:
        past === undefined
          ? agent.cookies.value
          : (timeline.findLast(({ exchange }) => exchange.agent === agent.name, past.number)?.jar ?? []),
    }));
  }

  /** The exchange by which a cookie of that browser's jar came; `undefined`: a script wrote it, or it is forgotten. */
  originOf(agent: string, cookie: JarCookie): TimelineEntry | undefined {
    return this.timeline.findLast(
      ({ exchange }) =>
        exchange.agent === agent &&
        exchange.cookies.response.some(
          (decision) => decision.verdict === "kept" && isAbout(decision, cookie),
        ),
      this.past?.number,
    );
  }

  /** Brings an exchange to the front. */
  show(entry: TimelineEntry): void {
    this.filter.value = NO_FILTER;
    this.select(entry);
    this.view.value = "exchanges";
  }

  lookAt(entry: TimelineEntry): void {
    this.chosen.value = entry.number;
    this.moment.value = entry.number;
  }

  backToNow(): void {
    this.moment.value = undefined;
    this.chosen.value = undefined;
    if (this.view.peek() === "page") this.view.value = "exchanges";
  }

  clear(): void {
    this.backToNow();
    this.bench.timeline.clear();
  }

  get #newest(): TimelineEntry | undefined {
    const { timeline } = this;
    return (
      timeline.findLast(({ exchange }) => exchange.initiator !== "subresource") ??
      timeline.findLast(() => true)
    );
  }
}
