import * as words from "../../words/en/web-errors.ts";
import { settled } from "../network.ts";
import type { Page } from "../page.ts";
import { sameOrigin } from "../site.ts";
import type { Tab } from "../tab.ts";
import { TAB_LIMIT } from "../user-agent.ts";
import type { Departure } from "./departure.ts";
import type { NamedTarget } from "./frame-messages.ts";

export interface TabDeparturesOptions {
  readonly tab: Tab;
  /** Where a new tab leads; see `AgentWindowOptions.newTabs`. */
  readonly newTabs: "tab" | "here";
  /** Takes a line for the page's console. */
  readonly warn: (page: Page, text: string) => void;
}

/** Carries out what leads away from the page in a tab: there, or in a new tab. What is not allowed is said to the page. */
export class TabDepartures {
  readonly #options: TabDeparturesOptions;

  constructor(options: TabDeparturesOptions) {
    this.#options = options;
  }

  /** From the page itself. */
  follow(page: Page, { address, options, userActivated }: Departure, target: NamedTarget): void {
    const { tab, newTabs, warn } = this.#options;
    if (target !== "blank" || newTabs !== "tab") {
      void settled(tab.navigate(address, options));
    } else if (!userActivated) {
      warn(page, words.tabNotAsked(address));
    } else if (tab.agent.tabs.length >= TAB_LIMIT) {
      warn(page, words.tooManyTabs(address, TAB_LIMIT));
    } else {
      void settled(tab.agent.openTab({ opener: tab }).navigate(address, options));
    }
  }

  /** One of another origin takes the page away only when the user has acted in it, as in Chromium. */
  followFromFrame(page: Page, departure: Departure, target: "top" | "blank"): void {
    const { documentUrl } = departure.options;
    const isOwn = documentUrl != null && sameOrigin(new URL(documentUrl), new URL(page.url));
    if (target === "blank" || departure.userActivated || isOwn) this.follow(page, departure, target);
    else this.#options.warn(page, words.frameMayNotLead(departure.address));
  }
}
