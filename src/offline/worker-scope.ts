/** What a service worker has and TypeScript's library for pages does not name. */
export interface ExtendableEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

export interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  /** Of the page that asks. Empty for a page's own address. */
  readonly clientId: string;
  /** Of the page that this answer will become. */
  readonly resultingClientId: string;
  respondWith(response: Promise<Response>): void;
}

export interface ServiceWorkerClients {
  claim(): Promise<void>;
  matchAll(options: {
    includeUncontrolled: boolean;
    type: "all";
  }): Promise<readonly { readonly id: string }[]>;
}

export interface WorkerScope {
  readonly clients: ServiceWorkerClients;
  readonly location: { readonly origin: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: MessageEvent<unknown>) => void): void;
}
