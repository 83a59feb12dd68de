import { useLayoutEffect, useRef } from "preact/hooks";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/console.ts";
import type { Bench } from "../bench.ts";
import { ScrollBox } from "../scroll-box.tsx";
import { CONSOLE_LINE_LIMIT, type ConsoleLine } from "./console-log.ts";
import { linkPositions, type StackPosition } from "./stack-position.ts";

export interface ConsoleRegionProps {
  readonly bench: Bench;
  readonly onPosition: (position: StackPosition) => void;
}

/** The console with its bar. */
export function ConsoleRegion({ bench, onPosition }: ConsoleRegionProps) {
  return (
    <>
      <div class="region-bar">
        <h2 class="region-title">{words.consoleTitle}</h2>
        <ClearConsole bench={bench} />
      </div>
      <ConsoleLines bench={bench} onPosition={onPosition} />
    </>
  );
}

export function ClearConsole({ bench }: { readonly bench: Bench }) {
  return (
    <button
      type="button"
      class="small-button"
      disabled={bench.console.lines.value.length === 0}
      onClick={() => bench.console.clear()}
    >
      {buttons.clear}
    </button>
  );
}

/** What the program wrote. Stays at the end while one looks at the end. */
export function ConsoleLines({ bench, onPosition }: ConsoleRegionProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lines = bench.console.lines.value;
  const dropped = bench.console.dropped.value;
  useLayoutEffect(() => {
    if (box.current !== null && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <ScrollBox
      class="console-lines"
      label={words.output}
      role="log"
      box={box}
      onScroll={({ scrollHeight, scrollTop, clientHeight }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < LINE_PIXELS;
      }}
    >
      {dropped > 0 && <p class="quiet">{words.linesGone(dropped, CONSOLE_LINE_LIMIT)}</p>}
      {lines.length === 0 && <p class="quiet">{words.nothingPrinted}</p>}
      {lines.map((line) => (
        <Line key={line.number} line={line} onPosition={onPosition} />
      ))}
    </ScrollBox>
  );
}

/** A reader this close to the end wants to stay there. */
const LINE_PIXELS = 24;

function Line({
  line,
  onPosition,
}: {
  readonly line: ConsoleLine;
  readonly onPosition: (position: StackPosition) => void;
}) {
  return (
    <div class="console-line" data-stream={line.stream}>
      {line.from !== undefined && <span class="console-from">{line.from}</span>}
      {linkPositions(line.text).map(({ text, position }, index) =>
        position === undefined ? (
          text
        ) : (
          <button
            key={`${index} ${text}`}
            type="button"
            class="position-link"
            title={words.openAt(position.path, position.line)}
            onClick={() => onPosition(position)}
          >
            {text}
          </button>
        ),
      )}
    </div>
  );
}
