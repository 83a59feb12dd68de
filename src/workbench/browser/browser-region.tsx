import { useSignal, useSignalEffect } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { BROWSERS_AT_MOST } from "../../course/setup.ts";
import * as words from "../../words/en/browser.ts";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { ClockControl } from "../clock-control.tsx";
import { TabList, tabElementId } from "../tabs.tsx";
import { AgentName } from "./agent-mark.tsx";
import { BrowserWindow } from "./browser-window.tsx";
import { useWide } from "./use-wide.ts";

/** Two browsers beside each other need this much; a page narrower than a phone shows nothing of use. */
const SIDE_BY_SIDE_REM = 40;

export interface BrowserRegionProps {
  readonly bench: Bench;
  /** Opened when the server begins to listen and the browser shows nothing yet. */
  readonly startPath: string;
  /** Tells the parts of several browsers on one page apart. */
  readonly id: string;
  /** Shows the clock that moves everything. */
  readonly clock: boolean;
}

/** The browsers of the bench: side by side where there is room and the learner wants it, else one in front. */
export function BrowserRegion({ bench, startPath, id, clock }: BrowserRegionProps) {
  const windows = useRef<HTMLDivElement>(null);
  const wide = useWide(windows, SIDE_BY_SIDE_REM);
  const wantsAll = useSignal(true);
  const chosen = useSignal(bench.agents[0]?.name ?? "");
  const { agents } = bench;
  const front = agents.find(({ name }) => name === chosen.value) ?? agents[0];
  useOpenOnListen(bench, startPath, () => chosen.peek());
  if (front === undefined) return null;
  const several = agents.length > 1;
  const sideBySide = several && wide.value && wantsAll.value;
  const show = (agent: BenchAgent | undefined) => {
    if (agent !== undefined) chosen.value = agent.name;
  };
  return (
    <>
      <div class="region-bar">
        {several && !sideBySide ? (
          <TabList
            label={words.browsers}
            tabs={agents.map((agent) => ({ id: agent.name, label: <AgentName agent={agent} /> }))}
            selected={front.name}
            onSelect={(name) => {
              chosen.value = name;
            }}
            panel={`${id}-window`}
          />
        ) : (
          <span class="region-title">{several ? words.browsers : <AgentName agent={front} />}</span>
        )}
        <span class="region-actions">
          {several && wide.value && (
            <button
              type="button"
              class="small-button"
              aria-pressed={sideBySide}
              onClick={() => {
                wantsAll.value = !wantsAll.peek();
              }}
            >
              {words.sideBySide}
            </button>
          )}
          <button
            type="button"
            class="small-button"
            disabled={agents.filter(({ privateOf }) => privateOf === undefined).length >= BROWSERS_AT_MOST}
            onClick={() => show(bench.addAgent())}
          >
            {words.addBrowser}
          </button>
        </span>
      </div>
      {clock && <ClockControl bench={bench} />}
      <div class="browser-windows" data-layout={sideBySide ? "all" : "one"} ref={windows}>
        {agents.map((agent) => (
          <BrowserWindow
            key={agent.name}
            bench={bench}
            agent={agent}
            startPath={startPath}
            id={`${id}-${agent.name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-")}`}
            shown={sideBySide || agent === front}
            titled={sideBySide}
            frame={frameOf(agent, { id, inTabs: several && !sideBySide, inFront: agent === front })}
            onOpen={show}
          />
        ))}
      </div>
    </>
  );
}

interface Place {
  readonly id: string;
  /** Under a list of tabs, one for each browser. */
  readonly inTabs: boolean;
  readonly inFront: boolean;
}

function frameOf(agent: BenchAgent, { id, inTabs, inFront }: Place): JSX.HTMLAttributes<HTMLElement> {
  if (!inTabs) return { role: "group", "aria-label": words.browserOf(agent.name) };
  if (!inFront) return {};
  const panel = `${id}-window`;
  return { id: panel, role: "tabpanel", "aria-labelledby": tabElementId(panel, agent.name) };
}

/** When a run begins to serve, the browser in front opens its first page, or asks again for the one it shows. */
function useOpenOnListen(bench: Bench, startPath: string, front: () => string): void {
  const opened = useRef<number | undefined>(undefined);
  useSignalEffect(() => {
    const run = bench.serving.value;
    if (run === undefined || run === opened.current) return;
    opened.current = run;
    const agents = bench.agents;
    const agent = agents.find(({ name }) => name === front()) ?? agents[0];
    if (agent !== undefined) void showAgain(agent, startPath);
  });
}

async function showAgain(agent: BenchAgent, startPath: string): Promise<void> {
  const page = agent.page.peek();
  if (page === undefined || page.method !== "GET") await agent.open(startPath);
  else await agent.reload();
}
