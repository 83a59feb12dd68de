import type { Kernel } from "../../kernel.ts";
import { EventEmitter } from "../event-emitter.ts";
import { abortError } from "../events.ts";
import { enter } from "../ticks.ts";
import { fileError } from "./file-errors.ts";
import { filePath } from "./file-paths.ts";
import { Stats } from "./stats.ts";

type Options =
  | { readonly recursive?: boolean; readonly signal?: AbortSignal; readonly persistent?: boolean }
  | undefined;
type ChangeListener = (event: "rename" | "change", name: string) => void;
type StatListener = (now: Stats, before: Stats) => void;

const ABSENT = { kind: "file", size: 0, createdMs: 0, modifiedMs: 0, inode: 0 } as const;

/** `fs.watch` and `fs.watchFile`, on what the volume tells. */
export function fileWatching(kernel: Kernel) {
  class FSWatcher extends EventEmitter {
    #stop: (() => void) | undefined;
    #release: (() => void) | undefined;

    constructor(value: unknown, options: Options) {
      super();
      const path = filePath(value, kernel.cwd, "filename");
      const { volume } = kernel;
      const root = volume.stat(path.full);
      if (root === undefined) throw fileError("ENOENT", { syscall: "watch", path: path.shown });
      const known = new Set(root.kind === "folder" ? volume.list(path.full) : []);
      const prefix = path.full === "/" ? "/" : `${path.full}/`;
      this.#stop = volume.watch((changed) => {
        const below = changed.startsWith(prefix) ? changed.slice(prefix.length) : undefined;
        const isSelf = changed === path.full;
        if (!isSelf && (below === undefined || (below.includes("/") && options?.recursive !== true))) return;
        const name = below ?? changed.slice(changed.lastIndexOf("/") + 1);
        const exists = volume.stat(changed) !== undefined;
        const event = exists && (isSelf || known.has(name)) ? "change" : "rename";
        if (exists) known.add(name);
        else known.delete(name);
        enter(() => this.emit("change", event, name));
      });
      if (options?.persistent !== false) this.#release = kernel.hold();
      options?.signal?.addEventListener("abort", () => this.close(), { once: true });
    }
    close(): void {
      if (this.#stop === undefined) return;
      this.#stop();
      this.#stop = undefined;
      this.unref();
      queueMicrotask(() => this.emit("close"));
    }
    ref(): this {
      if (this.#stop !== undefined) this.#release ??= kernel.hold();
      return this;
    }
    unref(): this {
      this.#release?.();
      this.#release = undefined;
      return this;
    }
  }

  const watch = (
    path: unknown,
    options?: Options | string | ChangeListener,
    listener?: ChangeListener,
  ): FSWatcher => {
    const watcher = new FSWatcher(path, typeof options === "object" ? options : undefined);
    const onChange = typeof options === "function" ? options : listener;
    if (onChange !== undefined) watcher.on("change", onChange);
    return watcher;
  };

  async function* watchAsync(
    path: unknown,
    options?: Options,
  ): AsyncGenerator<{ eventType: string; filename: string }> {
    const ready: { eventType: string; filename: string }[] = [];
    let wake: () => void = () => undefined;
    const watcher = watch(path, options, (eventType, filename) => {
      ready.push({ eventType, filename });
      wake();
    });
    const signal = options?.signal;
    signal?.addEventListener("abort", () => wake(), { once: true });
    try {
      while (true) {
        if (signal?.aborted) throw abortError(signal);
        const next = ready.shift();
        if (next !== undefined) yield next;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      watcher.close();
    }
  }

  const stops = new Map<string, Map<StatListener, () => void>>();
  const watchFile = (value: unknown, options: object | StatListener, listener?: StatListener): object => {
    const path = filePath(value, kernel.cwd).full;
    const onChange = (typeof options === "function" ? options : listener) as StatListener;
    let before = new Stats(kernel.volume.stat(path) ?? ABSENT);
    const release = kernel.hold();
    const stop = kernel.volume.watch((changed) => {
      if (changed !== path) return;
      const now = new Stats(kernel.volume.stat(path) ?? ABSENT);
      const last = before;
      before = now;
      enter(() => onChange(now, last));
    });
    const own = stops.get(path) ?? new Map<StatListener, () => void>();
    stops.set(path, own);
    own.set(onChange, () => {
      stop();
      release();
    });
    return new EventEmitter();
  };
  const unwatchFile = (value: unknown, listener?: StatListener): void => {
    const path = filePath(value, kernel.cwd).full;
    const own = stops.get(path);
    for (const [one, stop] of own ?? []) {
      if (listener !== undefined && one !== listener) continue;
      stop();
      own?.delete(one);
    }
  };
  return { FSWatcher, watch, watchAsync, watchFile, unwatchFile };
}
