import { useRef } from "preact/hooks";
import * as words from "../../words/en/browser.ts";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { offerUndo } from "../toasts/offer-undo.ts";

export interface BrowserMenuProps {
  readonly bench: Bench;
  readonly agent: BenchAgent;
  /** Called with the private window, when it was asked for. */
  readonly onOpen: (agent: BenchAgent) => void;
}

/** New tab, private window, close: what one seldom needs. */
export function BrowserMenu({ bench, agent, onOpen }: BrowserMenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current !== null) menu.current.open = false;
  };
  const entry = (text: string, act: () => unknown) => (
    <li>
      <button
        type="button"
        class="menu-item"
        onClick={() => {
          close();
          void act();
        }}
      >
        {text}
      </button>
    </li>
  );
  const isPrivate = agent.privateOf !== undefined;
  const closable = isPrivate || bench.agents.filter(({ privateOf }) => privateOf === undefined).length > 1;
  return (
    <details
      class="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        close();
        menu.current?.querySelector("summary")?.focus();
      }}
    >
      <summary class="icon-button" aria-label={words.moreOf(agent.name)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3.500 8h.01M8 8h.01M12.500 8h.01" class="dots" />
        </svg>
      </summary>
      <div class="menu-panel">
        <ul>
          {entry(words.newTab, () =>
            agent.openTab().catch((error: unknown) => bench.console.note(textOf(error))),
          )}
          {!isPrivate && entry(words.privateWindow, () => onOpen(bench.openPrivate(agent)))}
          {closable &&
            entry(isPrivate ? words.closeAndForget : words.closeBrowserOf(agent.name), () => {
              const reopen = bench.closeAgent(agent);
              if (reopen !== undefined) offerUndo(closedText(agent), reopen);
            })}
        </ul>
      </div>
    </details>
  );
}

function closedText(agent: BenchAgent): string {
  return agent.privateOf === undefined
    ? words.browserClosed(agent.name)
    : words.privateWindowClosed(agent.privateOf.name);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
