import { opaqueFrame } from "../../frames/opaque-frame.ts";
import type { WindowMessage } from "./frame-messages.ts";
import type { PageLine } from "./page-line.ts";

export interface PageFrameOptions {
  readonly container: HTMLElement;
  /** Of the static frame page. */
  readonly frameUrl: string;
  /** The frame's accessible name. */
  readonly name: string;
  readonly line: PageLine;
}

/** The page in the address bar, in an opaque-origin frame on the screen. */
export class PageFrame {
  readonly element: HTMLIFrameElement;
  readonly line: PageLine;
  readonly #container: HTMLElement;

  constructor({ container, frameUrl, name, line }: PageFrameOptions) {
    this.#container = container;
    this.line = line;
    const element = opaqueFrame(frameUrl, ["allow-scripts", "allow-forms", "allow-modals"]);
    element.setAttribute("referrerpolicy", "no-referrer");
    element.title = name;
    element.style.cssText =
      "border: 0; width: 100%; height: 100%; display: block; background: #fff; color-scheme: light";
    this.element = element;
  }

  /** Puts the frame there and writes the document into it. Settles when the bridge has it. */
  async write(message: Omit<Extract<WindowMessage, { kind: "write" }>, "kind">): Promise<void> {
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    this.element.addEventListener("load", () => resolve(), { once: true });
    this.#container.append(this.element);
    await ready;
    const { contentWindow } = this.element;
    if (contentWindow === null) return;
    const { port1, port2 } = new MessageChannel();
    this.line.attach(port1);
    contentWindow.postMessage("keepsake", "*", [port2]);
    this.line.say({ kind: "write", ...message });
  }

  remove(): void {
    this.line.close();
    this.element.remove();
  }
}
