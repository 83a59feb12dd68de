// What the page of playground-site.ts runs.
import { mountPlayground } from "../workbench/playground.ts";

declare global {
  interface Window {
    mountPlayground: typeof mountPlayground;
  }
}

window.mountPlayground = mountPlayground;
