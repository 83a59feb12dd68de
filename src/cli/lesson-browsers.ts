import type { WireExchange, WireTheft } from "../course/wire.ts";
import { LessonBrowser, type LessonBrowserOptions, type SentRequest } from "./check-lessons-browser.ts";

/** The browsers that a lesson's wire blocks name, each made when it is first named. */
export class LessonBrowsers {
  readonly #options: Omit<LessonBrowserOptions, "name">;
  readonly #browsers = new Map<string, LessonBrowser>();

  constructor(options: Omit<LessonBrowserOptions, "name">) {
    this.#options = options;
  }

  /** Sends it, `parallel` times at once. The reader's redirects are not followed, a page's are. */
  send(step: WireExchange): Promise<SentRequest[]> {
    const browser = this.#browser(step.agent);
    return Promise.all(Array.from({ length: step.parallel }, () => browser.send(step)));
  }

  /** Copies a cookie from one jar into another. Throws when it is not there. */
  copyCookie({ cookie: name, from, to }: WireTheft): void {
    const cookie = this.#browser(from)
      .jar.list()
      .find((kept) => kept.name === name);
    if (cookie === undefined) throw new Error(`${from}'s jar has no cookie ${name} that ${to} could take.`);
    this.#browser(to).jar.put(cookie);
  }

  /** Whole, from what a wire block says. */
  address(target: string): string {
    return new URL(target, this.#options.origin).href;
  }

  #browser(name: string): LessonBrowser {
    const known = this.#browsers.get(name);
    if (known !== undefined) return known;
    const browser = new LessonBrowser({ ...this.#options, name });
    this.#browsers.set(name, browser);
    return browser;
  }
}
