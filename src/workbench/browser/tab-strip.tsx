import * as words from "../../words/en/browser.ts";
import type { BenchAgent, TabView } from "../bench-agent.ts";
import { TabList } from "../tabs.tsx";
import { offerUndo } from "../toasts/offer-undo.ts";

/** The tabs of one browser, once there are several. Delete closes the one in front, and so does its button. */
export function TabStrip({ agent, panel }: { readonly agent: BenchAgent; readonly panel: string }) {
  const views = agent.tabs.value;
  const front = views.find(({ tab }) => tab === agent.front.value);
  if (views.length < 2 || front === undefined) return null;
  const close = () => {
    const reopen = agent.closeTab(front.tab);
    if (reopen !== undefined) offerUndo(words.tabClosed(agent.name, tabText(front)), reopen);
  };
  return (
    <div class="tab-strip">
      <TabList
        label={words.tabsOf(agent.name)}
        tabs={views.map((view) => ({ id: String(view.tab.id), label: tabText(view) }))}
        selected={String(front.tab.id)}
        onSelect={(id) => {
          const chosen = views.find(({ tab }) => String(tab.id) === id);
          if (chosen !== undefined) agent.bringToFront(chosen.tab);
        }}
        panel={panel}
        onDelete={close}
      />
      <button type="button" class="icon-button" aria-label={words.closeTab(tabText(front))} onClick={close}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m4.500 4.500 7 7m0-7-7 7" />
        </svg>
      </button>
    </div>
  );
}

/** Host and path: what one needs to tell two sites apart. */
export function tabText({ page, loading }: TabView): string {
  if (page === undefined) return loading ? words.loading : words.newTab;
  const url = URL.parse(page.url);
  if (url === null) return page.url;
  return `${url.host}${url.pathname === "/" ? "" : url.pathname}`;
}
