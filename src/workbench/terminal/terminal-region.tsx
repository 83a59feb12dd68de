import { effect, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/console.ts";
import type { Bench } from "../bench.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import type { TerminalOnScreen } from "./terminal-screen.ts";

export interface TerminalRegionProps {
  readonly bench: Bench;
  readonly drafts: DraftKeeper;
  /** Shows a file of the learner's in the editor. */
  readonly onOpen: (path: string) => void;
  /** Not shown, but kept: what runs in it goes on. */
  readonly hidden: boolean;
}

/** A terminal on the bench's machine. Its code is fetched when this is first shown. */
export function TerminalRegion({ bench, drafts, onOpen, hidden }: TerminalRegionProps) {
  const place = useRef<HTMLDivElement>(null);
  const terminal = useRef<TerminalOnScreen>();
  const failure = useSignal<string | undefined>(undefined);
  const tabIsFree = useSignal(false);
  const attempt = useSignal(0);

  useEffect(() => {
    let gone = false;
    let stopWatching = () => {};
    const element = place.current;
    if (element === null) return;
    failure.value = undefined;
    const focusedBefore = document.activeElement;
    // Also in the place where the focus is already: an address that names a line puts it into the editor.
    let hasGoneOn = false;
    const waiting = new AbortController();
    for (const deed of ["keydown", "pointerdown"] as const) {
      document.addEventListener(
        deed,
        () => {
          hasGoneOn = true;
        },
        { capture: true, signal: waiting.signal },
      );
    }
    Promise.all([import("./terminal-screen.ts"), import("./bench-world.ts")])
      .then(async ([{ openTerminal }, { benchWorld }]) => {
        if (gone) return;
        const opened = await openTerminal(element, benchWorld(bench, drafts, onOpen), (free) => {
          tabIsFree.value = free;
        });
        if (gone) return opened.dispose();
        terminal.current = opened;
        // Who has gone on meanwhile stays there.
        if (!hasGoneOn && document.activeElement === focusedBefore) opened.focus();
        stopWatching = effect(() => {
          const engine = bench.engine.value;
          if (engine.kind === "ready" && engine.engine === "webcontainer")
            opened.session.hint(words.containerShell);
        });
      })
      .catch((error: unknown) => {
        failure.value = words.terminalFailed(error instanceof Error ? error.message : error);
      })
      .finally(() => waiting.abort());
    return () => {
      gone = true;
      waiting.abort();
      stopWatching();
      terminal.current?.dispose();
      terminal.current = undefined;
    };
  }, [bench, attempt.value]);

  useLayoutEffect(() => {
    if (!hidden) terminal.current?.focus();
  }, [hidden]);

  return (
    <div class="terminal" hidden={hidden}>
      {failure.value !== undefined && (
        <p class="notice" role="alert">
          {failure.value}{" "}
          <button type="button" class="small-button" onClick={() => attempt.value++}>
            {buttons.tryAgain}
          </button>
        </p>
      )}
      <div class="terminal-screen" ref={place} />
      <p class="terminal-keys quiet">
        {words.terminalKeys(<kbd>Tab</kbd>, <kbd>Ctrl</kbd>, <kbd>C</kbd>, <kbd>Esc</kbd>, <kbd>Tab</kbd>)}
        <span class="visually-hidden" role="status">
          {tabIsFree.value ? words.tabLeavesTerminal : ""}
        </span>
      </p>
    </div>
  );
}
