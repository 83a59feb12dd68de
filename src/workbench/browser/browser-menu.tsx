import * as words from "../../words/en/browser.ts";
import type { Bench } from "../bench.ts";
import type { BenchAgent } from "../bench-agent.ts";
import { Menu } from "../menu.tsx";
import { offerUndo } from "../toasts/offer-undo.ts";

export interface BrowserMenuProps {
  readonly bench: Bench;
  readonly agent: BenchAgent;
  /** Called with the private window, when it was asked for. */
  readonly onOpen: (agent: BenchAgent) => void;
}

/** New tab, private window, close: what one seldom needs. */
export function BrowserMenu({ bench, agent, onOpen }: BrowserMenuProps) {
  const entry = (close: () => void, text: string, act: () => unknown) => (
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
    <Menu
      look="icon-button"
      fromEnd
      name={words.moreOf(agent.name)}
      label={
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3.500 8h.01M8 8h.01M12.500 8h.01" class="dots" />
        </svg>
      }
    >
      {(close) => (
        <ul>
          {entry(close, words.newTab, () =>
            agent.openTab().catch((error: unknown) => bench.console.note(textOf(error))),
          )}
          {!isPrivate && entry(close, words.privateWindow, () => onOpen(bench.openPrivate(agent)))}
          {closable &&
            entry(close, isPrivate ? words.closeAndForget : words.closeBrowserOf(agent.name), () => {
              const reopen = bench.closeAgent(agent);
              if (reopen !== undefined) offerUndo(closedText(agent), reopen);
            })}
        </ul>
      )}
    </Menu>
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
