import type { ExerciseFiles } from "../course/exercise.ts";
import * as words from "../words/en/screen.ts";
import { arrangePanes, mountWorkbench } from "./screen/mount-workbench.tsx";
import { carriesCode, reloadForCode } from "./share/link-hash.ts";

/** The script of an exercise's page: fetches the files and fills the regions. */
async function start(root: HTMLElement): Promise<void> {
  const panes = arrangePanes(root);
  const address = root.dataset["files"] ?? "";
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const data: Omit<ExerciseFiles, "solution"> = await response.json();
  reloadForCode();
  const visited = carriesCode(location.hash)
    ? await (await import("./share/meet-code.ts")).meetCode(root, data)
    : undefined;
  await mountWorkbench(root, panes, data, visited);
}

const root = document.getElementById("workbench");
if (root !== null) {
  start(root).catch((error: unknown) => {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.setAttribute("role", "alert");
    const why = error instanceof Error ? error.message : String(error);
    notice.textContent = words.couldNotStart(why);
    root.querySelector("#workbench-notices")?.append(notice);
    console.error(error);
  });
}
