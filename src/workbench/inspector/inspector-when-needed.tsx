import { useSignal, useSignalEffect } from "@preact/signals";
import type { InspectorProps } from "./inspector.tsx";

type Loaded = typeof import("./inspector.tsx");

/** The inspector, fetched when the program is run, when something has travelled, or when somebody comes near it. */
export function Inspector(props: InspectorProps) {
  const { bench } = props;
  const loaded = useSignal<Loaded | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const load = () => {
    failure.value = undefined;
    import("./inspector.tsx").then(
      (inspector) => {
        loaded.value = inspector;
      },
      (error: unknown) => {
        failure.value = error instanceof Error ? error.message : String(error);
      },
    );
  };
  useSignalEffect(() => {
    if (bench.program.value.kind !== "stopped" || bench.timeline.changes.value > 0) {
      if (loaded.peek() === undefined) load();
    }
  });
  if (loaded.value !== undefined) return <loaded.value.Inspector {...props} />;
  return (
    <div class="inspector" onPointerEnter={load} onFocusIn={load}>
      {failure.value === undefined ? (
        <p class="quiet inspector-empty">
          Nothing has travelled yet. Run the server and open a page in the browser.
        </p>
      ) : (
        <p class="quiet inspector-empty">
          The inspector could not be loaded ({failure.value}).{" "}
          <button type="button" class="small-button" onClick={load}>
            Try again
          </button>
        </p>
      )}
    </div>
  );
}
