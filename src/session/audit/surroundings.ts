import { auditedPartOf, originalOf } from "./audited-part.ts";

/** What stands around the session middleware in an Express app, as far as it shows. */
export interface Surroundings {
  /** Express's setting "trust proxy". */
  readonly trustProxy: unknown;
  /** Our own middleware by its mark, others by name; nested routers' too. */
  readonly middleware: ReadonlySet<string>;
}

interface Layer {
  readonly handle?: unknown;
  readonly route?: { readonly stack?: readonly Layer[] };
}

/** Deep enough for routers in routers in routers, and no trap for one that holds itself. */
const MOST_LEVELS = 10;

/** Undefined: it is no Express app. */
export function surroundingsOf(app: object): Surroundings | undefined {
  const settings: unknown = Reflect.get(app, "settings");
  const stack = stackOf(Reflect.get(app, "router"));
  if (stack === undefined || typeof settings !== "object" || settings === null) return undefined;
  const handlers = new Set<unknown>();
  collect(stack, handlers, 0);
  const names = [...handlers].flatMap((handle) =>
    typeof handle === "function" ? [auditedPartOf(handle) ?? handle.name] : [],
  );
  return { trustProxy: Reflect.get(settings, "trust proxy"), middleware: new Set(names) };
}

/** Every handler of the app, nested ones too, as it was given: not what this library's Router puts around it. */
export function handlersOf(app: object): ReadonlySet<unknown> {
  const handlers = new Set<unknown>();
  collect(stackOf(Reflect.get(app, "router")) ?? [], handlers, 0);
  return handlers;
}

function collect(stack: readonly Layer[], handlers: Set<unknown>, level: number): void {
  if (level > MOST_LEVELS) return;
  for (const { handle: mounted, route } of stack) {
    const handle = originalOf(mounted);
    handlers.add(handle);
    collect(stackOf(handle) ?? [], handlers, level + 1);
    collect(route?.stack ?? [], handlers, level + 1);
  }
}

function stackOf(router: unknown): readonly Layer[] | undefined {
  if (typeof router !== "function" && (typeof router !== "object" || router === null)) return undefined;
  const stack: unknown = Reflect.get(router, "stack");
  return Array.isArray(stack) ? (stack as readonly Layer[]) : undefined;
}
