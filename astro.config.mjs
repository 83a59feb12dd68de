import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "http://localhost:4321",
  trailingSlash: "always",
  devToolbar: { enabled: false },
  integrations: [mdx()],
  vite: {
    build: { assetsInlineLimit: 0 },
    esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  },
});
