import { type ReadonlySignal, untracked, useSignal, useSignalEffect } from "@preact/signals";
import * as words from "../../words/en/playground.ts";
import type { Bench } from "../bench.ts";
import { isAlive } from "../bench-state.ts";
import type { CompletePlaygroundRequest } from "./spec.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const types = {
  none: undefined,
  json: "application/json",
  form: "application/x-www-form-urlencoded",
} as const;
type BodyType = keyof typeof types;

export interface RequestLineProps {
  readonly bench: Bench;
  readonly requests: readonly CompletePlaygroundRequest[];
  readonly startPath: string;
  /** Tells the fields of several lines on one page apart. */
  readonly id: string;
  /** A request to send now, a new object for each; the line then shows it and has the focus. */
  readonly wish: ReadonlySignal<CompletePlaygroundRequest | undefined>;
}

/** A line to send a request with, from any of the browsers, with its cookies; ready ones are buttons. */
export function RequestLine({ bench, requests, startPath, id, wish }: RequestLineProps) {
  const [first] = requests;
  const method = useSignal(first?.method ?? "GET");
  const path = useSignal(first?.path ?? startPath);
  const type = useSignal<BodyType>(typeOf(first));
  const body = useSignal(first?.body ?? "");
  const headers = useSignal(linesOf(first?.headers ?? []));
  const offersHeaders = requests.some((request) => request.headers.length > 0);
  const chosen = useSignal("");
  // The one that was chosen may be closed by now.
  const senderNow = () => bench.agents.find(({ name }) => name === chosen.value) ?? bench.agents[0];
  const send = async () => {
    if (!isAlive(bench.program.peek())) {
      await bench.run();
      await bench.untilListening();
    }
    const contentType = types[type.peek()];
    const own = headersOf(headers.peek());
    await untracked(senderNow)?.send(path.peek(), {
      method: method.peek(),
      headers: contentType === undefined ? own : [["Content-Type", contentType], ...own],
      ...(contentType === undefined ? {} : { body: body.peek() }),
    });
  };
  const take = (request: CompletePlaygroundRequest) => {
    method.value = request.method;
    path.value = request.path;
    type.value = typeOf(request);
    body.value = request.body;
    headers.value = linesOf(request.headers);
    void send();
  };
  useSignalEffect(() => {
    const wished = wish.value;
    if (wished === undefined) return;
    untracked(() => take(wished));
    document.getElementById(`${id}-path`)?.focus();
  });
  return (
    <form
      class="request-line"
      aria-label={words.sendRequest}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {requests.length > 0 && (
        <div class="request-buttons">
          {requests.map((request) => (
            <button key={request.label} type="button" class="small-button" onClick={() => take(request)}>
              {request.label}
            </button>
          ))}
        </div>
      )}
      <div class="request-fields">
        {bench.agents.length > 1 && (
          <select
            aria-label={words.browser}
            value={senderNow()?.name}
            onChange={(event) => {
              chosen.value = event.currentTarget.value;
            }}
          >
            {bench.agents.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        <select
          aria-label={words.method}
          value={method.value}
          onChange={(event) => {
            method.value = event.currentTarget.value;
            if (method.value === "GET" || method.value === "HEAD") type.value = "none";
          }}
        >
          {methods.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <input
          id={`${id}-path`}
          aria-label={words.path}
          type="text"
          spellcheck={false}
          autoComplete="off"
          value={path.value}
          onInput={(event) => {
            path.value = event.currentTarget.value;
          }}
        />
        <select
          aria-label={words.body}
          value={type.value}
          disabled={method.value === "GET" || method.value === "HEAD"}
          onChange={(event) => {
            type.value = readType(event.currentTarget.value);
          }}
        >
          <option value="none">{words.noBody}</option>
          <option value="json">JSON</option>
          <option value="form">{words.form}</option>
        </select>
        <button type="submit" class="small-button">
          {words.send}
        </button>
      </div>
      {offersHeaders && (
        <textarea
          aria-label={words.headers}
          placeholder="Cookie: name=value"
          rows={1}
          spellcheck={false}
          value={headers.value}
          onInput={(event) => {
            headers.value = event.currentTarget.value;
          }}
        />
      )}
      {type.value !== "none" && (
        <textarea
          aria-label={words.bodyText}
          rows={2}
          spellcheck={false}
          value={body.value}
          onInput={(event) => {
            body.value = event.currentTarget.value;
          }}
        />
      )}
    </form>
  );
}

function linesOf(headers: CompletePlaygroundRequest["headers"]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}

/** Lines without a colon are no headers, and are left out. */
function headersOf(lines: string): [name: string, value: string][] {
  return lines.split("\n").flatMap((line) => {
    const colon = line.indexOf(":");
    return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
  });
}

function typeOf(request: CompletePlaygroundRequest | undefined): BodyType {
  return readType(Object.entries(types).find(([, type]) => type === request?.contentType)?.[0] ?? "none");
}

function readType(name: string): BodyType {
  return name === "json" || name === "form" ? name : "none";
}
