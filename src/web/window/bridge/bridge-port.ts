import * as words from "../../../words/en/web-errors.ts";
import { excessOf, type FrameMessage, type WindowMessage } from "../frame-messages.ts";
import { DocumentPolicy } from "./document-policy.ts";

type Listener<K extends WindowMessage["kind"]> = (message: Extract<WindowMessage, { kind: K }>) => void;

/** The frame's end of the line. Everything said before the port is there waits for it. */
export class BridgePort {
  /** What is asked for with no policy of its own goes by the document's. */
  readonly documentPolicy = new DocumentPolicy();
  readonly #port: MessagePort;
  readonly #listeners = new Map<WindowMessage["kind"], (message: WindowMessage) => void>();

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<WindowMessage>) => this.#listeners.get(data.kind)?.(data);
  }

  /** One listener for each kind; the last one given counts. */
  on<K extends WindowMessage["kind"]>(kind: K, listener: Listener<K>): void {
    const isOfKind = (message: WindowMessage): message is Extract<WindowMessage, { kind: K }> =>
      message.kind === kind;
    this.#listeners.set(kind, (message) => {
      if (isOfKind(message)) listener(message);
    });
  }

  /** What the window would not hear is not sent, and the page's console says why. */
  say(message: FrameMessage, transfer: Transferable[] = []): void {
    const excess = excessOf(message);
    if (excess !== undefined) {
      this.say({ kind: "console", level: "error", text: words.notSent(message.kind, excess) });
      return;
    }
    const asks = "referrerPolicy" in message && message.referrerPolicy === "";
    const { named } = asks ? this.documentPolicy : {};
    this.#port.postMessage(named === undefined ? message : { ...message, referrerPolicy: named }, transfer);
  }
}
