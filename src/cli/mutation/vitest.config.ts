import { defineConfig } from "vitest/config";

/** The quick tests of the library's pure core: what mutants of it must not survive. */
export default defineConfig({
  test: {
    isolate: false,
    include: [
      "src/session/{cookie,did-you-mean,flash-box,json-value,patch,record,record-text}.test.ts",
      "src/session/{session,session-change,session-id,session-identity}.test.ts",
      "src/session/{setting-messages,setting-names,settings}.test.ts",
      "src/session/stores/redis-address.test.ts",
      "src/app/{auth-token,cookie-options,signed-value}.test.ts",
    ],
  },
});
