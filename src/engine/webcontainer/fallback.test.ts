import { describe, expect, it } from "vitest";
import { type Engine, EngineError } from "../engine.ts";
import { bootLocalEngine } from "../local/local-engine.ts";
import { bootAuto } from "./fallback.ts";

/** A real engine stands for the one in the page. */
async function withEngine(act: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await bootLocalEngine();
  try {
    await act(engine);
  } finally {
    await engine.teardown();
  }
}

describe("bootAuto", () => {
  it("gives the engine in the page while the other one still boots", () =>
    withEngine(async (engine) => {
      const other = Promise.withResolvers<Engine>();
      const boot = await bootAuto({
        prefer: "auto",
        bootInpage: async () => engine,
        bootWebContainer: () => other.promise,
      });
      expect(boot.engine).toBe(engine);
      await withEngine(async (container) => {
        other.resolve(container);
        expect(await boot.better).toEqual({ kind: "ready", engine: container });
      });
    }));

  it("says in the boot's own sentence why there is no other", () =>
    withEngine(async (engine) => {
      const { better } = await bootAuto({
        prefer: "auto",
        bootInpage: async () => engine,
        bootWebContainer: () => Promise.reject(new EngineError("boot-failed", "The browser is offline.")),
      });
      expect(await better).toEqual({ kind: "unavailable", reason: "The browser is offline." });
    }));

  it("makes a sentence of any other failure", () =>
    withEngine(async (engine) => {
      const { better } = await bootAuto({
        prefer: "webcontainer",
        bootInpage: async () => engine,
        bootWebContainer: () => Promise.reject(new TypeError("x is not a function")),
      });
      expect(await better).toEqual({
        kind: "unavailable",
        reason: "WebContainer could not be used: x is not a function.",
      });
    }));

  it("does not try when the engine in the page is preferred", () =>
    withEngine(async (engine) => {
      let tried = false;
      const { better } = await bootAuto({
        prefer: "inpage",
        bootInpage: async () => engine,
        bootWebContainer: () => {
          tried = true;
          return Promise.reject(new Error("unreachable"));
        },
      });
      expect(await better).toEqual({ kind: "unavailable", reason: "The engine in the page was chosen." });
      expect(tried).toBe(false);
    }));

  it("ends the trial when its caller gives up, and keeps the engine in the page", () =>
    withEngine(async (engine) => {
      const controller = new AbortController();
      const { better } = await bootAuto({
        prefer: "auto",
        signal: controller.signal,
        bootInpage: async () => engine,
        bootWebContainer: (signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(new EngineError("aborted", "Given up.")));
          }),
      });
      controller.abort();
      expect(await better).toEqual({ kind: "unavailable", reason: "Given up." });
      expect(await engine.fs.list()).toEqual([]);
    }));

  it("shuts the other one down when there is none in the page", async () => {
    const container = await bootLocalEngine();
    const asked = Promise.withResolvers<void>();
    const failed = bootAuto({
      prefer: "auto",
      bootInpage: () => Promise.reject(new EngineError("boot-failed", "No workers here.")),
      bootWebContainer: (signal) => {
        signal.addEventListener("abort", () => asked.resolve());
        return asked.promise.then(() => container);
      },
    });
    await expect(failed).rejects.toThrow("No workers here.");
    await expect.poll(() => container.fs.list().catch((error: EngineError) => error.code)).toBe("torn-down");
  });
});
