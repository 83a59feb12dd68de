import { afterEach, expect, it, vi } from "vitest";
import { createApp, DEFAULT_PORT } from "./index.ts";
import { listeningPort } from "./listening-port.ts";

afterEach(() => vi.unstubAllEnvs());

it.each([
  [undefined, DEFAULT_PORT],
  ["", DEFAULT_PORT],
  ["  ", DEFAULT_PORT],
  ["0", 0],
  [" 8080 ", 8080],
  ["65535", 65_535],
])("PORT=%j is port %i", (PORT, port) => {
  expect(listeningPort({ PORT })).toBe(port);
});

it.each(["abc", "65536", "-1", "80.5", "0x50", "80 81", "1e3"])("PORT=%s is refused by its name", (PORT) => {
  expect(() => listeningPort({ PORT })).toThrow(
    expect.objectContaining({
      code: "bad-setting",
      message: `PORT is "${PORT}". Set it to a whole number from 0 to 65535, or leave it out for 7148.`,
    }),
  );
});

it("app.listen() asks it, and an argument wins", async () => {
  vi.stubEnv("TINA4_SESSION_BACKEND", "memory");
  vi.stubEnv("PORT", "abc");
  const app = await createApp({ folder: import.meta.dirname });
  try {
    expect(() => app.listen()).toThrow('PORT is "abc"');
    const server = app.listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
  } finally {
    await app.close();
  }
});
