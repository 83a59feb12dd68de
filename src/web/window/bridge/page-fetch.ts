import { namedReferrerPolicy } from "../../referrer-policy.ts";
import { excessOf, type FrameMessage, type WindowMessage } from "../frame-messages.ts";
import type { BridgePort } from "./bridge-port.ts";
import { PageRequest } from "./page-request.ts";

type Head = Extract<WindowMessage, { kind: "head" }>;
type Destination = Extract<FrameMessage, { kind: "fetch" }>["destination"];

interface Pending {
  readonly resolve: (answer: { head: Head; body: ReadableStream<Uint8Array<ArrayBuffer>> }) => void;
  readonly reject: (error: unknown) => void;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
}

const NativeRequest = Request;
const NativeResponse = Response;
const nullBodies: ReadonlySet<number> = new Set([204, 205, 304]);

/** Carries requests of the page to the user agent, and their answers back, body chunk by body chunk. */
export class PageFetch {
  readonly #port: BridgePort;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;

  constructor(port: BridgePort) {
    this.#port = port;
    port.on("head", (head) => {
      const pending = this.#pending.get(head.id);
      pending?.resolve({ head, body: pending.body });
    });
    port.on("chunk", ({ id, bytes }) => this.#pending.get(id)?.controller?.enqueue(bytes));
    port.on("end", ({ id }) => {
      this.#pending.get(id)?.controller?.close();
      this.#pending.delete(id);
    });
    port.on("failed", ({ id, message }) => {
      const error = new TypeError(`Failed to fetch: ${message}`);
      const pending = this.#pending.get(id);
      this.#pending.delete(id);
      pending?.reject(error);
      pending?.controller?.error(error);
    });
  }

  /** `window.fetch`. The browser's own `Request` reads the arguments, so all its rules hold. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new PageRequest(input, init);
    const { head, body } = await this.send(request, "empty");
    return new PageResponse(head, body);
  };

  /** A part of the page, such as an image, as its element wants it. Rejects when there is none or the server says no. */
  async resource(url: string, destination: Destination, element: Element): Promise<Blob> {
    const cors = element.getAttribute("crossorigin");
    const request = new NativeRequest(url, {
      mode: cors === null ? "no-cors" : "cors",
      credentials: cors === null || cors === "use-credentials" ? "include" : "same-origin",
      referrerPolicy: namedReferrerPolicy(element.getAttribute("referrerpolicy")) ?? "",
    });
    const { head, body } = await this.send(request, destination);
    const type = head.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
    const blob = await new NativeResponse(body).blob();
    if (head.status >= 400) throw new TypeError(`${url} was answered ${head.status}.`);
    return blob.slice(0, blob.size, type);
  }

  async send(
    request: Request,
    destination: Destination,
  ): Promise<{ head: Head; body: ReadableStream<Uint8Array<ArrayBuffer>> }> {
    const { signal } = request;
    signal.throwIfAborted();
    const buffer =
      request.method === "GET" || request.method === "HEAD" ? undefined : await request.arrayBuffer();
    signal.throwIfAborted();
    const id = ++this.#requests;
    const message = {
      kind: "fetch",
      id,
      url: request.url,
      method: request.method,
      headers: [...request.headers],
      body: buffer === undefined || buffer.byteLength === 0 ? undefined : new Uint8Array(buffer),
      credentials: request.credentials,
      mode: request.mode === "navigate" ? "cors" : request.mode,
      redirect: request.redirect,
      referrer: request.referrer,
      referrerPolicy: request.referrerPolicy,
      destination,
    } as const;
    const excess = excessOf(message);
    if (excess !== undefined) throw new TypeError(`Failed to fetch: ${excess}`);
    const { promise, resolve, reject } = Promise.withResolvers<{
      head: Head;
      body: ReadableStream<Uint8Array<ArrayBuffer>>;
    }>();
    let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        start: (given) => {
          controller = given;
        },
        pull: () => this.#port.say({ kind: "more", id }),
        cancel: () => this.#stop(id),
      },
      { highWaterMark: 4 },
    );
    this.#pending.set(id, { resolve, reject, body, controller });
    signal.addEventListener("abort", () => {
      const pending = this.#pending.get(id);
      if (pending === undefined) return;
      this.#stop(id);
      pending.reject(signal.reason);
      pending.controller?.error(signal.reason);
    });
    this.#port.say(message);
    return promise;
  }

  #stop(id: number): void {
    this.#pending.delete(id);
    this.#port.say({ kind: "abort", id });
  }
}

/** A Response that knows where it came from, which a script cannot build otherwise. */
class PageResponse extends NativeResponse {
  readonly #head: Head;

  constructor(head: Head, body: ReadableStream<Uint8Array<ArrayBuffer>> | null) {
    const hidden = head.status === 0;
    const empty = hidden || nullBodies.has(head.status);
    super(empty ? null : body, {
      status: hidden ? 200 : head.status,
      statusText: head.statusText,
      headers: head.headers.map(([name, value]): [string, string] => [name, value]),
    });
    this.#head = head;
    if (empty) void body?.cancel();
  }

  override get status(): number {
    return this.#head.status;
  }
  override get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }
  override get type(): ResponseType {
    return this.#head.type;
  }
  override get url(): string {
    return this.#head.url;
  }
  override get redirected(): boolean {
    return this.#head.redirected;
  }
  override clone(): Response {
    const copy = super.clone();
    return new PageResponse(this.#head, copy.body);
  }
}
