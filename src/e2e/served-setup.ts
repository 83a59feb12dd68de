import type { BrowserContext } from "playwright-core";
import type { SetupSpec } from "../course/setup.ts";

/** Makes each exercise's page of this context one with these processes and hosts, all running this `server.ts`. */
export async function serveSetup(
  context: BrowserContext,
  setup: Partial<SetupSpec>,
  server: string,
): Promise<void> {
  await context.route("**/files.json", async (route) => {
    const response = await route.fetch();
    const data = await response.json();
    const exercise = { ...data.exercise, ...setup, open: ["server.ts"], startPath: "/" };
    await route.fulfill({
      response,
      json: { ...data, exercise, starter: { ...data.starter, "server.ts": server } },
    });
  });
}
