import { MovableClock } from "../clock.ts";
import type { HeaderPair, HttpRequest, HttpResponse } from "../http.ts";
import { type Network, NetworkError } from "../network.ts";
import { UserAgent } from "../user-agent.ts";
import { AgentWindow } from "./agent-window.ts";
import type { PageConsoleLine, WindowState } from "./window-state.ts";

/** How the shop in the page answers one path. */
export interface Route {
  readonly status?: number;
  readonly headers?: readonly HeaderPair[];
  readonly body?: string;
  /** Answers with what came, as JSON. */
  readonly echo?: true;
  /** In place of `body`. */
  readonly base64?: string;
  /** Answered only after `network.release()`. */
  readonly held?: true;
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A server that lives in the page: routes by "GET /path" or "/path", and a log of what was asked. */
class ShopNetwork implements Network {
  routes: Readonly<Record<string, Route>> = {};
  readonly seen: SeenRequest[] = [];
  readonly #released = Promise.withResolvers<void>();

  /** Lets what is held be answered, now and from here on. */
  release(): void {
    this.#released.resolve();
  }

  async send(url: URL, request: HttpRequest): Promise<HttpResponse> {
    if (url.hostname === "dead.test")
      throw new NetworkError("connection-refused", `Nothing listens at ${url.host}.`);
    const bytes =
      request.body === undefined ? new Uint8Array() : await new Response(streamed(request.body)).bytes();
    const headers = Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const seen = {
      method: request.method,
      url: url.href,
      headers,
      body: new TextDecoder("latin1").decode(bytes),
    };
    this.seen.push(seen);
    const route = this.routes[`${request.method} ${url.pathname}`] ??
      this.routes[url.pathname] ?? { status: 404, body: "nothing here" };
    if (route.held) await this.#released.promise;
    const body = route.echo
      ? JSON.stringify(seen)
      : route.base64 === undefined
        ? (route.body ?? "")
        : atob(route.base64);
    const content =
      route.base64 === undefined
        ? new TextEncoder().encode(body)
        : Uint8Array.from(body, (c) => c.charCodeAt(0));
    return {
      status: route.status ?? 200,
      statusText: "",
      headers: route.headers ?? [["Content-Type", "text/html; charset=utf-8"]],
      body: streamed(content),
    };
  }
}

function streamed(body: Uint8Array | ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  if (body instanceof ReadableStream) return body;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(body);
      controller.close();
    },
  });
}

/** What the tests drive from outside. */
export class Stage {
  readonly network = new ShopNetwork();
  readonly clock = new MovableClock();
  readonly agent = new UserAgent({ name: "Alice", network: this.network, clock: this.clock });
  readonly console: PageConsoleLine[] = [];
  readonly states: WindowState[] = [];
  readonly window: AgentWindow;

  /** Addresses of the tabs that pages have opened. */
  readonly opened: string[] = [];

  /** `withTabs`: there is somebody to show new tabs. */
  constructor(container: HTMLElement, withTabs: boolean) {
    this.window = new AgentWindow(container, this.agent, {
      frameUrl: "/preview/frame.html",
      newTabs: withTabs ? "tab" : "here",
    });
    this.agent.onTab((event, tab) => {
      if (event.kind === "page" && tab !== this.agent.tabs[0]) this.opened.push(event.page.url);
    });
    this.window.onState((state) => this.states.push(state));
    this.window.onConsole((line) => this.console.push(line));
  }
}

declare global {
  interface Window {
    stage: Stage;
    newStage(routes: Readonly<Record<string, Route>>, withTabs?: boolean): void;
  }
}

window.newStage = (routes, withTabs = false) => {
  window.stage?.window.dispose();
  const container = document.querySelector("main");
  if (container === null) throw new Error("The test page has no main element.");
  window.stage = new Stage(container, withTabs);
  window.stage.network.routes = routes;
};
