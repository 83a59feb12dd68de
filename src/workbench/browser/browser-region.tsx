import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { ClockControl } from "../clock-control.tsx";
import { TabList, tabElementId } from "../tabs.tsx";

export interface BrowserRegionProps {
  readonly bench: Bench;
  /** Opened when the server begins to listen and the browser shows nothing yet. */
  readonly startPath: string;
  /** Tells the parts of several browsers on one page apart. */
  readonly id: string;
  /** Shows the clock that moves everything. */
  readonly clock: boolean;
}

/** The browsers of the bench: address field, back, reload, and the page. */
export function BrowserRegion({ bench, startPath, id, clock }: BrowserRegionProps) {
  const front = useSignal(bench.agents[0]?.name ?? "");
  const panel = `${id}-page`;
  const agent = bench.agents.find(({ name }) => name === front.value) ?? bench.agents[0];
  useOpenOnListen(bench, startPath, () => front.peek());
  if (agent === undefined) return null;
  return (
    <>
      <div class="region-bar">
        {bench.agents.length > 1 ? (
          <TabList
            label="Browsers"
            tabs={bench.agents.map(({ name }) => ({ id: name, label: name }))}
            selected={agent.name}
            onSelect={(name) => {
              front.value = name;
            }}
            panel={panel}
          />
        ) : (
          <span class="region-title">{agent.name}'s browser</span>
        )}
        {clock && <ClockControl bench={bench} />}
      </div>
      <AddressBar key={agent.name} agent={agent} startPath={startPath} fieldId={`${id}-address`} />
      <div
        class="browser-pages"
        id={panel}
        {...(bench.agents.length > 1
          ? { role: "tabpanel", "aria-labelledby": tabElementId(panel, agent.name) }
          : {})}
      >
        {bench.agents.map((each) => (
          <PageFrame
            key={each.name}
            agent={each}
            inFront={each === agent}
            onPageLine={(line) => bench.console.note(line)}
          />
        ))}
      </div>
    </>
  );
}

function AddressBar({
  agent,
  startPath,
  fieldId,
}: {
  readonly agent: BenchAgent;
  readonly startPath: string;
  readonly fieldId: string;
}) {
  const page = agent.page.value;
  const draft = useSignal<string | undefined>(undefined);
  const shown = page === undefined ? startPath : page.url.replace(/^http:\/\//, "");
  return (
    <form
      class="address-bar"
      onSubmit={(event) => {
        event.preventDefault();
        const address = draft.peek() ?? shown;
        draft.value = undefined;
        void agent.open(address);
      }}
    >
      <button
        type="button"
        class="icon-button"
        aria-label="Back"
        disabled={page === undefined || agent.userAgent.value?.canGoBack !== true}
        onClick={() => agent.back()}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M9.500 3.500 5 8l4.500 4.500" />
        </svg>
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="Reload"
        disabled={page === undefined}
        onClick={() => agent.reload()}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M12.800 6.500A5 5 0 1 0 13 9M13 3v3.500H9.500" />
        </svg>
      </button>
      <label class="visually-hidden" for={fieldId}>
        Address
      </label>
      <input
        id={fieldId}
        type="text"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        value={draft.value ?? shown}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") draft.value = undefined;
        }}
      />
      <button type="submit" class="small-button">
        Go
      </button>
    </form>
  );
}

interface PageFrameProps {
  readonly agent: BenchAgent;
  readonly inFront: boolean;
  /** Called with each line that the page's own scripts write. */
  readonly onPageLine: (line: string) => void;
}

function PageFrame({ agent, inFront, onPageLine }: PageFrameProps) {
  const host = useRef<HTMLDivElement>(null);
  const page = agent.page.value;
  const userAgent = agent.userAgent.value;
  useEffect(() => {
    const container = host.current;
    if (container === null || userAgent === undefined) return undefined;
    const closed = new AbortController();
    void import("../../web/window/agent-window.ts").then(({ AgentWindow }) => {
      if (closed.signal.aborted) return;
      const shown = new AgentWindow(container, userAgent, { frameUrl: "/preview/frame.html" });
      shown.onConsole(({ text }) => onPageLine(`${userAgent.name}'s page: ${text}`));
      closed.signal.addEventListener("abort", () => shown.dispose());
    });
    return () => closed.abort();
  }, [userAgent]);
  return (
    <div class="browser-page" hidden={!inFront}>
      {page?.needsResubmit === true && (
        <p class="notice">
          This page came from a form. Showing it again sends the form again.{" "}
          <button type="button" class="small-button" onClick={() => agent.reload({ resubmit: true })}>
            Send again
          </button>
        </p>
      )}
      {page === undefined && (
        <p class="quiet page-empty">Press Run, and {agent.name} opens your server here.</p>
      )}
      <div class="page-host" ref={host} />
    </div>
  );
}

/** When a run begins to serve, the browser in front opens its first page, or asks again for the one it shows. */
function useOpenOnListen(bench: Bench, startPath: string, front: () => string): void {
  const opened = useRef<number | undefined>(undefined);
  useSignalEffect(() => {
    const run = bench.serving.value;
    if (run === undefined || run === opened.current) return;
    opened.current = run;
    const agent = bench.agents.find(({ name }) => name === front());
    if (agent !== undefined) void showAgain(agent, startPath);
  });
}

async function showAgain(agent: BenchAgent, startPath: string): Promise<void> {
  const page = agent.page.peek();
  if (page === undefined || page.method !== "GET") await agent.open(startPath);
  else await agent.reload();
}
