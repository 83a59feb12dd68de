import { useRef } from "preact/hooks";
import * as words from "../../words/en/share.ts";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { SharePanelProps } from "./share-panel.tsx";

/** Takes the learner's code elsewhere, and a zip in. What is in it is fetched when somebody comes near it. */
export function ShareMenu(props: SharePanelProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { module, failure, load } = useWhenNeeded(() => import("./share-panel.tsx"));
  return (
    <details
      class="menu share-menu"
      ref={menu}
      onPointerEnter={load}
      onFocusIn={load}
      onToggle={load}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || menu.current === null) return;
        menu.current.open = false;
        menu.current.querySelector("summary")?.focus();
      }}
    >
      <summary class="button">{words.share}</summary>
      <div class="menu-panel">
        {module.value !== undefined && <module.value.SharePanel {...props} />}
        {failure.value !== undefined && (
          <p class="failure" role="alert">
            {words.menuFailed(failure.value)}
          </p>
        )}
      </div>
    </details>
  );
}
