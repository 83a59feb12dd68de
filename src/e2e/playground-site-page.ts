// What the page of playground-site.ts runs.
import { saveBeforeReload } from "../offline/before-reload.ts";
import { mountPlayground } from "../workbench/playground.ts";

declare global {
  interface Window {
    mountPlayground: typeof mountPlayground;
    saveBeforeReload: typeof saveBeforeReload;
  }
}

window.mountPlayground = mountPlayground;
window.saveBeforeReload = saveBeforeReload;
