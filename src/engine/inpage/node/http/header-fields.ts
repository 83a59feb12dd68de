import { invalidArgType } from "../node-error.ts";
import { Stream } from "../stream.ts";
import { headersSent, validateHeaderName, validateHeaderValue } from "./header-rules.ts";

/** The header fields of a message that is being made: set one by one, until the head is fixed. */
export abstract class HeaderFields extends Stream {
  /** The head as text, once it is fixed. Much of npm looks at this. */
  _header: string | null = null;
  sendDate = false;
  _removedConnection = false;
  _removedContLen = false;
  _removedTE = false;
  #headers: Map<string, [name: string, value: unknown]> | undefined;

  setHeader(name: string, value: unknown): this {
    if (this._header !== null) throw headersSent("set");
    validateHeaderName(name);
    validateHeaderValue(name, value);
    this.#headers ??= new Map();
    this.#headers.set(name.toLowerCase(), [name, value]);
    return this;
  }

  setHeaders(headers: Headers | Map<string, unknown>): this {
    if (this._header !== null) throw headersSent("set");
    if (!(headers instanceof Headers) && !(headers instanceof Map)) {
      throw invalidArgType("headers", ["Headers", "Map"], headers);
    }
    const cookies: unknown[] = [];
    for (const [name, value] of headers as Iterable<[string, unknown]>) {
      if (name === "set-cookie") cookies.push(...(Array.isArray(value) ? value : [value]));
      else this.setHeader(name, value);
    }
    if (cookies.length > 0) this.setHeader("set-cookie", cookies);
    return this;
  }

  appendHeader(name: string, value: unknown): this {
    if (this._header !== null) throw headersSent("append");
    validateHeaderName(name);
    validateHeaderValue(name, value);
    const entry = this.#headers?.get(name.toLowerCase());
    if (entry === undefined) return this.setHeader(name, value);
    const before: unknown[] = Array.isArray(entry[1]) ? entry[1] : [entry[1]];
    entry[1] = before.concat(value);
    return this;
  }

  getHeader(name: string): unknown {
    if (typeof name !== "string") throw invalidArgType("name", "string", name);
    return this.#headers?.get(name.toLowerCase())?.[1];
  }
  getHeaderNames(): string[] {
    return [...(this.#headers?.keys() ?? [])];
  }
  getRawHeaderNames(): string[] {
    return [...(this.#headers?.values() ?? [])].map(([name]) => name);
  }
  getHeaders(): Record<string, unknown> {
    const all = Object.create(null) as Record<string, unknown>;
    for (const [name, [, value]] of this.#headers ?? []) all[name] = value;
    return all;
  }
  hasHeader(name: string): boolean {
    if (typeof name !== "string") throw invalidArgType("name", "string", name);
    return this.#headers?.has(name.toLowerCase()) ?? false;
  }
  removeHeader(name: string): void {
    if (typeof name !== "string") throw invalidArgType("name", "string", name);
    if (this._header !== null) throw headersSent("remove");
    const key = name.toLowerCase();
    if (key === "connection") this._removedConnection = true;
    else if (key === "content-length") this._removedContLen = true;
    else if (key === "transfer-encoding") this._removedTE = true;
    else if (key === "date") this.sendDate = false;
    this.#headers?.delete(key);
  }

  /** Name as given and value, in order. */
  protected ownHeaders(): Iterable<[name: string, value: unknown]> {
    return this.#headers?.values() ?? [];
  }

  protected get hasOwnHeaders(): boolean {
    return this.#headers !== undefined;
  }
}
