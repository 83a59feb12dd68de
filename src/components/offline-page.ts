import { OfflineCopy, type OfflineState } from "../offline/offline-copy.ts";
import { VERSION_NOTE_PATH, type VersionNote } from "../offline/site-version.ts";
import * as words from "../words/en/offline.ts";

const BYTES_PER_MB = 1_000_000;

/** What `/version.json` says, or `undefined` where there is none: while developing. */
async function versionNote(): Promise<VersionNote | undefined> {
  const response = await fetch(VERSION_NOTE_PATH, { cache: "no-cache" }).catch(() => undefined);
  return response?.ok ? response.json() : undefined;
}

function textOf(state: OfflineState): string {
  switch (state.kind) {
    case "unknown":
    case "asks":
      return "";
    case "none":
      return words.keepsNoCopy;
    case "making":
      return words.makingCopy(state.percent);
    case "ready":
      return words.ready;
    case "failed":
      return words.noCopy(state.reason);
  }
}

function button(name: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = name;
  made.addEventListener("click", press);
  return made;
}

function showNewVersion(copy: OfflineCopy): void {
  const place = document.querySelector("[data-new-version]");
  if (place === null) return;
  const text = document.createElement("p");
  text.textContent = words.newVersion;
  const actions = document.createElement("p");
  actions.className = "actions";
  let anyway = false;
  const change = async () => {
    reload.disabled = true;
    text.textContent = words.changing;
    if (await copy.changeToNew({ anyway })) return;
    anyway = true;
    text.textContent = words.wouldBeLost;
    reload.textContent = words.reloadAnyway;
    reload.disabled = false;
    reload.focus();
  };
  const reload = button(words.reload, () => void change());
  const later = button(words.later, () => place.replaceChildren());
  reload.className = "button";
  later.className = "button";
  reload.dataset["primary"] = "";
  actions.append(reload, later);
  place.replaceChildren(text, actions);
}

async function begin(): Promise<void> {
  const note = await versionNote();
  for (const place of document.querySelectorAll("[data-site-version]")) {
    if (note !== undefined) place.textContent = words.versionAndBuild(note.version, note.build);
  }
  // While developing there is no copy: see astro-offline.ts.
  if (note === undefined || import.meta.env.DEV) return;
  const places = [...document.querySelectorAll<HTMLElement>("[data-offline-state]")];
  const copy: OfflineCopy = new OfflineCopy({
    workers: navigator.serviceWorker,
    savesData: savesData(),
    reload: () => location.reload(),
    onNewVersion: () => showNewVersion(copy),
    onState: (state) => {
      for (const place of places) {
        place.textContent = textOf(state);
        place.dataset["offlineState"] = state.kind;
        if (state.kind !== "asks") continue;
        const size = Math.ceil(note.transferBytes / BYTES_PER_MB);
        place.append(
          ". ",
          button(words.makeCopy(size), () => void copy.make()),
        );
      }
    },
  });
  await copy.begin();
}

/** Chromium alone tells: a page should then load nothing that was not asked for. */
function savesData(): boolean {
  const connection: unknown = Reflect.get(navigator, "connection");
  return (
    typeof connection === "object" && connection !== null && Reflect.get(connection, "saveData") === true
  );
}

/** After all that the page itself loads. */
function whenQuiet(task: () => void): void {
  const whenIdle = () => {
    if ("requestIdleCallback" in window) window.requestIdleCallback(task, { timeout: 5_000 });
    else setTimeout(task, 500);
  };
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}

whenQuiet(() => void begin());
