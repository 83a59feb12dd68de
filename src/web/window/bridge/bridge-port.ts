import type { FrameMessage, WindowMessage } from "../frame-messages.ts";
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

  say(message: FrameMessage, transfer: Transferable[] = []): void {
    const asks = "referrerPolicy" in message && message.referrerPolicy === "";
    const { named } = asks ? this.documentPolicy : {};
    this.#port.postMessage(named === undefined ? message : { ...message, referrerPolicy: named }, transfer);
  }
}
