import * as words from "../../words/en/screen.ts";
import { Menu } from "../menu.tsx";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { DraftActions } from "./draft-actions.ts";

/** The dated drafts, behind a button; what is in the menu is fetched when somebody comes near it. */
export function DraftMenu({ model }: { readonly model: DraftActions }) {
  const { module, load } = useWhenNeeded(() => import("./draft-list.tsx"));
  return (
    <Menu label={words.drafts(model.drafts.snapshots.value.length)} onNear={load}>
      {(close) => module.value !== undefined && <module.value.DraftList model={model} close={close} />}
    </Menu>
  );
}
