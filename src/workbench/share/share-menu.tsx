import * as words from "../../words/en/share.ts";
import { Menu } from "../menu.tsx";
import { useWhenNeeded } from "../use-when-needed.ts";
import type { SharePanelProps } from "./share-panel.tsx";

/** Takes the learner's code elsewhere, and a zip in. What is in it is fetched when somebody comes near it. */
export function ShareMenu(props: SharePanelProps) {
  const { module, failure, load } = useWhenNeeded(() => import("./share-panel.tsx"));
  return (
    <Menu label={words.share} class="share-menu" onNear={load}>
      {() => (
        <>
          {module.value !== undefined && <module.value.SharePanel {...props} />}
          {failure.value !== undefined && (
            <p class="failure" role="alert">
              {words.menuFailed(failure.value)}
            </p>
          )}
        </>
      )}
    </Menu>
  );
}
