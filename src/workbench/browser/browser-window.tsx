import type { JSX } from "preact";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { tabElementId } from "../tabs.tsx";
import { AddressBar } from "./address-bar.tsx";
import { AgentName } from "./agent-mark.tsx";
import { PageFrame } from "./page-frame.tsx";
import { TabStrip } from "./tab-strip.tsx";

export interface BrowserWindowProps {
  readonly bench: Bench;
  readonly agent: BenchAgent;
  readonly startPath: string;
  readonly id: string;
  /** Whether it is on the screen. One that is not keeps its pages. */
  readonly shown: boolean;
  /** Says its name above: there is no list of tabs that does. */
  readonly titled: boolean;
  /** The roles that the layout gives it. */
  readonly frame: JSX.HTMLAttributes<HTMLElement>;
  /** Called with a browser that was opened from this one. */
  readonly onOpen: (agent: BenchAgent) => void;
}

/** One browser: its name, its tabs, its address and its page. */
export function BrowserWindow(props: BrowserWindowProps) {
  const { bench, agent, startPath, id, shown, titled, frame, onOpen } = props;
  const panel = `${id}-page`;
  const views = agent.tabs.value;
  const front = agent.front.value;
  const several = views.length > 1 && front !== undefined;
  const program = bench.program.value;
  const listening = program.kind === "running" && program.ports.length > 0;
  const say = (line: string) => bench.console.note(line);
  return (
    <section
      {...frame}
      class="browser-window"
      hidden={!shown}
      data-attacker={agent.isAttacker ? "" : undefined}
      data-private={agent.privateOf === undefined ? undefined : ""}
    >
      {titled && (
        <h3 class="browser-title">
          <AgentName agent={agent} />
        </h3>
      )}
      <TabStrip agent={agent} panel={panel} />
      <AddressBar
        bench={bench}
        agent={agent}
        startPath={startPath}
        fieldId={`${id}-address`}
        onOpen={onOpen}
      />
      <div
        class="browser-pages"
        id={panel}
        {...(several ? { role: "tabpanel", "aria-labelledby": tabElementId(panel, String(front.id)) } : {})}
      >
        {views.length === 0 && (
          <PageFrame agent={agent} view={undefined} inFront listening={listening} onPageLine={say} />
        )}
        {views.map((view) => (
          <PageFrame
            key={view.tab.id}
            agent={agent}
            view={view}
            inFront={view.tab === front}
            listening={listening}
            onPageLine={say}
          />
        ))}
      </div>
    </section>
  );
}
