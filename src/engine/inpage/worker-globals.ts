/** What a worker has and Node has not. Libraries ask for these to find out where they run. */
const BROWSER_ONLY = [
  ...["self", "postMessage", "close", "importScripts", "location", "name", "origin", "isSecureContext"],
  ...[
    "onmessage",
    "onmessageerror",
    "onerror",
    "onrejectionhandled",
    "onunhandledrejection",
    "onlanguagechange",
  ],
  ...[
    "addEventListener",
    "removeEventListener",
    "dispatchEvent",
    "indexedDB",
    "caches",
    "cookieStore",
    "fonts",
  ],
  ...[
    "Worker",
    "SharedWorker",
    "XMLHttpRequest",
    "Notification",
    "FileReader",
    "FileReaderSync",
    "EventSource",
  ],
  ...[
    "WorkerGlobalScope",
    "DedicatedWorkerGlobalScope",
    "WorkerLocation",
    "createImageBitmap",
    "requestAnimationFrame",
  ],
  ...[
    "cancelAnimationFrame",
    "reportError",
    "trustedTypes",
    "scheduler",
    "WebSocketStream",
    "WebTransport",
    "ImageData",
  ],
] as const;

/** Makes the worker's global object look like Node's: takes away what only browsers have, adds `globals`. */
export function furnishGlobals(globals: Readonly<Record<string, unknown>>): void {
  for (const name of BROWSER_ONLY) {
    // On the prototypes of the scope; those of EventTarget are everybody's.
    for (let owner: object = globalThis; !isShared(owner); owner = Object.getPrototypeOf(owner)) {
      if (Object.hasOwn(owner, name)) Reflect.deleteProperty(owner, name);
    }
    if (name in globalThis) {
      Object.defineProperty(globalThis, name, { value: undefined, writable: true, configurable: true });
    }
  }
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
}

function isShared(owner: object): boolean {
  return owner === EventTarget.prototype || Object.getPrototypeOf(owner) === null;
}
