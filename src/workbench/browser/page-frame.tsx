import { useEffect, useRef } from "preact/hooks";
import * as words from "../../words/en/browser.ts";
import type { BenchAgent, TabView } from "../bench-agent.ts";

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
  useEffect(() => {
    const container = host.current;
    if (container === null || tab === undefined) return undefined;
    const closed = new AbortController();
    void import("../../web/window/agent-window.ts").then(({ AgentWindow }) => {
      if (closed.signal.aborted) return;
      const shown = new AgentWindow(container, tab, {
        frameUrl: "/preview/frame.html",
        newTabs: "tab",
      });
      shown.onConsole(({ text }) => onPageLine(words.pageSays(agent.name, text)));
      closed.signal.addEventListener("abort", () => shown.dispose());
    });
    return () => closed.abort();
  }, [tab]);
  return (
    <div class="browser-page" hidden={!inFront}>
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
