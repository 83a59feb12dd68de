import { useRef } from "preact/hooks";
import * as words from "../../words/en/screen.ts";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { WorkbenchModel } from "./workbench-model.ts";

/** The dated drafts, behind a button; what is in the menu is fetched when it is first opened. */
export function DraftMenu({ model }: { readonly model: WorkbenchModel }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { module, load } = useWhenNeeded(() => import("./draft-list.tsx"));
  const close = () => {
    if (menu.current !== null) menu.current.open = false;
    menu.current?.querySelector("summary")?.focus();
  };
  return (
    <details
      class="menu"
      ref={menu}
      onToggle={load}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <summary class="button">{words.drafts(model.drafts.snapshots.value.length)}</summary>
      <div class="menu-panel">
        {module.value !== undefined && <module.value.DraftList model={model} close={close} />}
      </div>
    </details>
  );
}
