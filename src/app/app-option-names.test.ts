import { describe, expect, it } from "vitest";
import { type AppOptions, createApp } from "./create-app.ts";

describe("options that createApp does not know, from JavaScript", () => {
  it.each([
    [{ sesion: {} }, 'createApp() has no option "sesion". Did you mean "session"?'],
    [{ port: 3000 }, 'createApp() has no option "port". Give it to app.listen(), or set PORT.'],
    [
      { idleTimeoutSeconds: 60 },
      'no option "idleTimeoutSeconds". It is one of the session\'s: createApp({ session: { idleTimeoutSeconds: … } }).',
    ],
    [{ viewEngine: "ejs" }, "There are folder, session, bodyLimitBytes, "],
    [null, "createApp() takes an object of options"],
    ["./shop", "createApp() takes an object of options"],
  ])("says what was meant by %j", async (options, message) => {
    await expect(createApp(options as unknown as AppOptions)).rejects.toMatchObject({
      code: "bad-setting",
      message: expect.stringContaining(message),
    });
  });
});
