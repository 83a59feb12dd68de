import { effect, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Bench } from "../bench.ts";
import { benchWorld } from "./bench-world.ts";
import type { TerminalOnScreen } from "./terminal-screen.ts";

export interface TerminalRegionProps {
  readonly bench: Bench;
  /** Shows a file of the learner's in the editor. */
  readonly onOpen: (path: string) => void;
  /** Not shown, but kept: what runs in it goes on. */
  readonly hidden: boolean;
}

const OWN_SHELL = "The WebContainer has a shell of its own: `jsh` opens it here, `exit` leads back.";

/** A terminal on the bench's machine. Its code is fetched when this is first shown. */
export function TerminalRegion({ bench, onOpen, hidden }: TerminalRegionProps) {
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
    import("./terminal-screen.ts")
      .then(async ({ openTerminal }) => {
        if (gone) return;
        const opened = await openTerminal(element, benchWorld(bench, onOpen), (free) => {
          tabIsFree.value = free;
        });
        if (gone) return opened.dispose();
        terminal.current = opened;
        opened.focus();
        stopWatching = effect(() => {
          const engine = bench.engine.value;
          if (engine.kind === "ready" && engine.engine === "webcontainer") opened.session.hint(OWN_SHELL);
        });
      })
      .catch((error: unknown) => {
        failure.value = `The terminal could not be loaded (${error instanceof Error ? error.message : error}).`;
      });
    return () => {
      gone = true;
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
            Try again
          </button>
        </p>
      )}
      <div class="terminal-screen" ref={place} />
      <p class="terminal-keys quiet">
        <kbd>Tab</kbd> completes, <kbd>Ctrl</kbd> <kbd>C</kbd> stops, <kbd>Esc</kbd> then <kbd>Tab</kbd>{" "}
        leaves
        <span class="visually-hidden" role="status">
          {tabIsFree.value ? "Tab leaves the terminal." : ""}
        </span>
      </p>
    </div>
  );
}
