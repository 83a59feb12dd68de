import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as words from "../../words/en/browser.ts";
import * as buttons from "../../words/en/buttons.ts";
import type { BenchAgent, TabView } from "../bench-agent.ts";
import { reasonOf } from "../explain.ts";

export interface PageFrameProps {
  readonly agent: BenchAgent;
  /** `undefined` until the browser's code is there. */
  readonly view: TabView | undefined;
  readonly inFront: boolean;
  /** Whether there is a program that would answer. */
  readonly listening: boolean;
  /** Called with each line that the page's own scripts write. */
  readonly onPageLine: (line: string) => void;
}

/** What one tab shows. A tab behind another keeps its page, scripts and all. */
export function PageFrame({ agent, view, inFront, listening, onPageLine }: PageFrameProps) {
  const host = useRef<HTMLDivElement>(null);
  const page = view?.page;
  const tab = view?.tab;
  /** Why the code that shows pages is not there. */
  const failure = useSignal<string | undefined>(undefined);
  const tries = useSignal(0);
  useEffect(() => {
    const container = host.current;
    if (container === null || tab === undefined) return undefined;
    const closed = new AbortController();
    const show = ({ AgentWindow }: typeof import("../../web/window/agent-window.ts")) => {
      if (closed.signal.aborted) return;
      const shown = new AgentWindow(container, tab, {
        frameUrl: "/preview/frame.html",
        newTabs: "tab",
      });
      shown.onConsole(({ text }) => onPageLine(words.pageSays(agent.name, text)));
      closed.signal.addEventListener("abort", () => shown.dispose());
    };
    failure.value = undefined;
    import("../../web/window/agent-window.ts").then(show, (error: unknown) => {
      failure.value = reasonOf(error);
    });
    return () => closed.abort();
  }, [tab, tries.value]);
  return (
    <div class="browser-page" hidden={!inFront}>
      {failure.value !== undefined && (
        <p class="notice">
          {words.pageNotShown(failure.value)}{" "}
          <button
            type="button"
            class="small-button"
            onClick={() => {
              tries.value += 1;
            }}
          >
            {buttons.tryAgain}
          </button>
        </p>
      )}
      {page?.needsResubmit === true && (
        <p class="notice">
          {words.needsResubmit}{" "}
          <button type="button" class="small-button" onClick={() => agent.reload({ resubmit: true })}>
            {words.sendAgain}
          </button>
        </p>
      )}
      {page === undefined && (
        <p class="quiet page-empty">{emptyText(agent, listening && view?.loading !== true)}</p>
      )}
      <div class="page-host" ref={host} />
    </div>
  );
}

function emptyText(agent: BenchAgent, waits: boolean): string {
  if (agent.privateOf !== undefined) {
    return words.emptyPrivate;
  }
  return waits ? words.emptyPageWhileListening(agent.name) : words.emptyPage(agent.name);
}
