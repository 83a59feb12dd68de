import type { ServerResponse } from "node:http";
import type { Awaitable } from "./store.ts";

type Call = (...args: unknown[]) => unknown;

/** What happens at a response's first byte. */
export interface GateKeeper {
  /** Throws or rejects: the response is refused. */
  commit(): Awaitable<void>;
  /** After the commit: headers may be added. */
  tell(): void;
  /** Answers in place of the handler, through the response itself. */
  refuse(error: unknown): void;
}

/**
 * Holds a response back until the session is written (rule 6): the first `write`, `writeHead`, `flushHeaders`
 * or `end` runs `commit`, and nothing leaves before it is done. When that takes time, calls are kept in order
 * and made afterwards, behind `tell`, which may still set headers; meanwhile the response looks to its handler
 * as if its head had been sent. When `commit` fails, what the handler wrote is dropped and `refuse` answers
 * instead, through the same response.
 */
export function holdResponse(response: ServerResponse, keeper: GateKeeper): void {
  const held: Holdable = response;
  held[GATE] = new Gate(response, keeper);
  held.write = heldWrite;
  held.end = heldEnd;
  held.writeHead = heldWriteHead;
  held.flushHeaders = heldFlushHeaders;
}

/** A response whose methods may be put in place one by one: a third of the time of Object.assign. */
interface Holdable {
  [GATE]?: Gate;
  write: unknown;
  end: unknown;
  writeHead: unknown;
  flushHeaders: unknown;
}

const GATE = Symbol("keepsake.gate");

type HeldResponse = ServerResponse & { readonly [GATE]: Gate };

class Gate {
  state: "unbegun" | "waiting" | "open" | "refused" = "unbegun";
  /** The response is to look as if its head had been sent. */
  isFrozen = false;
  readonly write: Call;
  readonly end: Call;
  readonly writeHead: Call;
  readonly flushHeaders: Call;
  readonly #response: ServerResponse;
  readonly #keeper: GateKeeper;
  #kept: { readonly call: Call; readonly args: unknown[] }[] | undefined;

  constructor(response: ServerResponse, keeper: GateKeeper) {
    this.#response = response;
    this.#keeper = keeper;
    this.write = response.write as unknown as Call;
    this.end = response.end as unknown as Call;
    this.writeHead = response.writeHead as unknown as Call;
    this.flushHeaders = response.flushHeaders as unknown as Call;
  }

  /** True: the call may be made now. Otherwise it is kept, or dropped after a refusal. */
  admits(call: Call, args: unknown[]): boolean {
    if (this.state === "open") return true;
    if (this.state === "refused") {
      callBack(args);
      return false;
    }
    if (this.state === "unbegun" && this.#begin()) return true;
    if (this.#isRefused()) callBack(args);
    else this.#kept?.push({ call, args });
    return false;
  }

  /** True: committed at once. */
  #begin(): boolean {
    // A second call from within the commit waits like any other.
    this.state = "waiting";
    this.#kept = [];
    try {
      const done = this.#keeper.commit();
      if (!(done instanceof Promise)) {
        this.#keeper.tell();
        this.state = "open";
        return true;
      }
      const thaw = freezeHead(this.#response, this);
      const letGo = keepConnection(this.#response, () => this.#isEnded);
      done.then(
        () => {
          thaw();
          try {
            this.#flush();
          } catch (error) {
            this.#fail(error);
          }
          letGo();
        },
        (error: unknown) => {
          thaw();
          this.#fail(error);
          letGo();
        },
      );
    } catch (error) {
      this.#fail(error);
    }
    return false;
  }

  /** Whether the handler's answer is complete, and waits. */
  get #isEnded(): boolean {
    return this.#kept?.some(({ call }) => call === this.end) === true;
  }

  #isRefused(): boolean {
    return this.state === "refused";
  }

  #flush(): void {
    this.#keeper.tell();
    this.state = "open";
    let wantsDrain = false;
    for (const { call, args } of this.#kept ?? []) {
      const result = Reflect.apply(call, this.#response, args);
      if (call === this.write) wantsDrain = result === true;
      else if (call === this.end) wantsDrain = false;
    }
    this.#kept = undefined;
    // The kept write returned false; whoever waits for room may go on.
    if (wantsDrain) this.#response.emit("drain");
  }

  #fail(error: unknown): void {
    const dropped = this.#kept ?? [];
    this.#kept = undefined;
    this.state = "open";
    // A kept call failed behind the head: half a response must not look like a whole one.
    if (this.#response.headersSent) this.#response.destroy();
    else this.#keeper.refuse(error);
    this.state = "refused";
    for (const { args } of dropped) callBack(args);
  }
}

function heldWrite(this: HeldResponse, ...args: unknown[]): unknown {
  const gate = this[GATE];
  if (gate.admits(gate.write, args)) return Reflect.apply(gate.write, this, args);
  // False makes a pipe wait for "drain"; after a refusal it may pour on into nothing.
  return gate.state === "refused";
}

function heldEnd(this: HeldResponse, ...args: unknown[]): unknown {
  const gate = this[GATE];
  return gate.admits(gate.end, args) ? Reflect.apply(gate.end, this, args) : this;
}

function heldWriteHead(this: HeldResponse, ...args: unknown[]): unknown {
  const gate = this[GATE];
  if (gate.state === "open") return Reflect.apply(gate.writeHead, this, args);
  if (gate.isFrozen) throw headersSent("write");
  const plain = gate.state === "unbegun" ? takeInHead(this, args) : args;
  return gate.admits(gate.writeHead, plain) ? Reflect.apply(gate.writeHead, this, plain) : this;
}

function heldFlushHeaders(this: HeldResponse, ...args: unknown[]): unknown {
  const gate = this[GATE];
  return gate.admits(gate.flushHeaders, args) ? Reflect.apply(gate.flushHeaders, this, args) : undefined;
}

/**
 * The headers that were given to `writeHead` become headers of the response, so that what the commit adds is
 * added to them and not overwritten by them. What is left of the arguments: status and status message.
 */
function takeInHead(response: ServerResponse, args: unknown[]): unknown[] {
  const [status, second, third] = args;
  if (typeof status === "number") response.statusCode = status;
  const plain: unknown[] = typeof second === "string" ? [status, second] : [status];
  const headers = typeof second === "string" ? third : (second ?? third);
  if (Array.isArray(headers)) takeInList(response, headers);
  else if (typeof headers === "object" && headers !== null) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value as string | string[]);
  }
  return plain;
}

/** `[name, value, name, value]` or `[[name, value], [name, value]]`; a value may be a list. */
function takeInList(response: ServerResponse, list: readonly unknown[]): void {
  const flat = (Array.isArray(list[0]) ? list.flat() : list) as string[];
  for (let at = 0; at < flat.length; at += 2) response.removeHeader(flat[at] ?? "");
  for (let at = 0; at + 1 < flat.length; at += 2) response.appendHeader(flat[at] ?? "", flat[at + 1] ?? "");
}

/**
 * Makes the response look as if its head had been sent; the returned function undoes that. What is put in place stays
 * there and looks at the gate: a property that is taken away again makes every later use of the response slow.
 */
function freezeHead(response: ServerResponse, gate: Gate): () => void {
  const { statusCode, statusMessage } = response;
  const frozen: Freezable = response;
  const { setHeader, appendHeader, removeHeader } = response;
  const implicitHeader = frozen._implicitHeader;
  frozen[HEADER_CALLS] = { setHeader, appendHeader, removeHeader, implicitHeader } as unknown as HeaderCalls;
  frozen.setHeader = frozenSetHeader;
  frozen.appendHeader = frozenAppendHeader;
  frozen.removeHeader = frozenRemoveHeader;
  frozen._implicitHeader = frozenImplicitHeader;
  Object.defineProperty(response, "headersSent", HEADERS_SENT);
  gate.isFrozen = true;
  return () => {
    gate.isFrozen = false;
    response.statusCode = statusCode;
    response.statusMessage = statusMessage;
  };
}

interface HeaderCalls {
  readonly setHeader: Call;
  readonly appendHeader: Call;
  readonly removeHeader: Call;
  readonly implicitHeader: Call | undefined;
}

interface Freezable {
  [HEADER_CALLS]?: HeaderCalls;
  setHeader: unknown;
  appendHeader: unknown;
  removeHeader: unknown;
  _implicitHeader?: unknown;
}

const HEADER_CALLS = Symbol("keepsake.headerCalls");

type FrozenResponse = HeldResponse & { readonly [HEADER_CALLS]: HeaderCalls };

const HEADERS_SENT: PropertyDescriptor = {
  configurable: true,
  enumerable: false,
  get(this: HeldResponse): boolean {
    return this[GATE].isFrozen || Reflect.get(Object.getPrototypeOf(this), "headersSent", this) === true;
  },
};

function frozenSetHeader(this: FrozenResponse, ...args: unknown[]): unknown {
  return changeHead(this, "setHeader", args);
}

function frozenAppendHeader(this: FrozenResponse, ...args: unknown[]): unknown {
  return changeHead(this, "appendHeader", args);
}

function frozenRemoveHeader(this: FrozenResponse, ...args: unknown[]): unknown {
  return changeHead(this, "removeHeader", args);
}

function changeHead(
  response: FrozenResponse,
  call: "setHeader" | "appendHeader" | "removeHeader",
  args: unknown[],
): unknown {
  if (!response[GATE].isFrozen) return Reflect.apply(response[HEADER_CALLS][call], response, args);
  throw headersSent("set");
}

/** As Node says it. */
function headersSent(what: "set" | "write"): Error {
  return Object.assign(new Error(`Cannot ${what} headers after they are sent to the client`), {
    code: "ERR_HTTP_HEADERS_SENT",
  });
}

/** Some middleware, old versions of `compression` among it, has Node write the head before each of its writes. */
function frozenImplicitHeader(this: FrozenResponse): unknown {
  return this[GATE].isFrozen ? undefined : this[HEADER_CALLS].implicitHeader?.apply(this);
}

/**
 * A handler that answers twice throws at the second answer, and frameworks then break the connection, since for
 * all they know the first is on its way. Where it waits here, the connection lasts until it has gone out. The
 * returned function lets go.
 */
function keepConnection(response: ServerResponse, isEnded: () => boolean): () => void {
  const { socket } = response;
  if (socket === null) return () => {};
  const { destroy } = socket;
  let isOver = false;
  socket.destroy = (error) => {
    if (isEnded()) isOver = true;
    else Reflect.apply(destroy, socket, [error]);
    return socket;
  };
  return () => {
    socket.destroy = destroy;
    if (!isOver) return;
    if (response.writableFinished) socket.destroy();
    else response.once("finish", () => socket.destroy());
  };
}

/** A dropped write still tells its writer that it is done with the chunk. */
function callBack(args: readonly unknown[]): void {
  const last = args.at(-1);
  if (typeof last === "function") queueMicrotask(() => last());
}
