import { bootWebContainer } from "./boot-webcontainer.ts";

/** Boots for real, which includes the probe, and says what came of it. */
async function bootOnce(timeoutMs: number): Promise<string> {
  try {
    const engine = await bootWebContainer({ files: "/files.json", timeoutMs });
    await engine.teardown();
    return "ready";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

Object.assign(globalThis, { bootOnce });
