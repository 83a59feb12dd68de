import type { ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/problems.ts";
import type { ProjectTypes } from "../types/project-types.ts";
import type { EditorDesk } from "./editor-desk.ts";

export interface ProblemListProps {
  readonly desk: EditorDesk;
  readonly types: ReadonlySignal<ProjectTypes | undefined>;
  readonly id: string;
  /** Called by Escape, which puts the list away. */
  readonly onClose: () => void;
}

/** Everything that is wrong in all files, each a button that leads to its place. */
export function ProblemList({ desk, types, id, onClose }: ProblemListProps) {
  const first = useRef<HTMLElement>(null);
  useEffect(() => first.current?.focus(), []);
  const found = types.value?.problems.value ?? [];
  const state = types.value?.client.state.value;
  const entries = [
    ...desk.errorMarks.value.map(({ position, message, source }) => ({
      position,
      message,
      source,
      kind: "error",
    })),
    ...found.map(({ path, line, column, message, kind }) => ({
      position: { path, line, column },
      message,
      source: "TypeScript",
      kind,
    })),
  ];
  return (
    <section
      class="problem-list"
      id={id}
      aria-label={words.problems}
      tabIndex={-1}
      ref={first}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      {state?.kind === "failed" && (
        <p class="failure">
          {state.message}{" "}
          <button type="button" class="small-button" onClick={() => types.value?.client.retry()}>
            {buttons.tryAgain}
          </button>
        </p>
      )}
      {entries.length === 0 && <p class="quiet">{emptyText(state?.kind)}</p>}
      <ul>
        {entries.map(({ position, message, source, kind }) => (
          <li key={`${position.path}:${position.line}:${position.column}:${message}`}>
            <button type="button" class="problem" data-kind={kind} onClick={() => desk.openAt(position)}>
              <span class="problem-place">
                {position.path}:{position.line}
              </span>{" "}
              <span class="problem-message">{message}</span> <span class="quiet">{source}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function emptyText(state: string | undefined): string {
  if (state === "ready") return words.nothingWrong;
  if (state === "loading") return words.typesOnTheirWay;
  return words.typesComeWithEditing;
}
