import process from "node:process";
import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";
import { libraryPackage } from "./src/cli/library-package/astro-library.ts";
import { codeLines } from "./src/course/code-lines.ts";
import { codeShades } from "./src/course/code-shades.ts";
import { engineAssets } from "./src/engine/inpage/astro-assets.ts";
import { localMachines } from "./src/engine/local/dev/astro-local.ts";
import { containerAssets } from "./src/engine/webcontainer/astro-files.ts";
import { gradeTestsPlugin } from "./src/grader/grade-tests-plugin.ts";
import { pageHeaders } from "./src/layouts/astro-headers.ts";
import { pageStyles } from "./src/layouts/astro-page-styles.ts";
import { sitemap } from "./src/layouts/astro-sitemap.ts";
import { opaqueFrames } from "./src/layouts/opaque-frames.ts";
import { siteAddress } from "./src/layouts/site-address.ts";
import { siteHeaders } from "./src/layouts/site-headers.ts";
import { offlineSite } from "./src/offline/astro-offline.ts";
import { previewAssets } from "./src/web/window/preview-assets.ts";
import { siteLanguage } from "./src/words/site-language.ts";
import { wordChunks } from "./src/words/word-chunks.ts";
import { shellParts } from "./src/workbench/terminal/shell-parts.ts";
import { typesAssets } from "./src/workbench/types/astro-types.ts";

const site = siteAddress(process.env["SITE_URL"]);

export default defineConfig({
  ...(site === undefined ? {} : { site }),
  trailingSlash: "always",
  devToolbar: { enabled: false },
  integrations: [
    mdx(),
    previewAssets(),
    engineAssets(),
    containerAssets(),
    libraryPackage(),
    localMachines(),
    typesAssets(),
    pageStyles(),
    pageHeaders(),
    sitemap(),
    // Last: it lists what the others have written.
    offlineSite(),
  ],
  markdown: {
    shikiConfig: {
      theme: "css-variables",
      langAlias: { wire: "text" },
      transformers: [codeLines(), codeShades()],
    },
  },
  server: { headers: siteHeaders },
  vite: {
    plugins: [
      ...siteLanguage(process.env["SITE_LANGUAGE"]),
      opaqueFrames(),
      gradeTestsPlugin(),
      shellParts(),
    ],
    worker: {
      format: "es",
      plugins: () => [...siteLanguage(process.env["SITE_LANGUAGE"]), gradeTestsPlugin()],
    },
    build: { assetsInlineLimit: 0 },
    environments: { client: { build: { rolldownOptions: { output: { codeSplitting: wordChunks } } } } },
    // Packages are found at start: one met later would reload the page under the reader's hands.
    optimizeDeps: { entries: ["src/components/*.ts", "src/workbench/**/*.{ts,tsx}", "!**/*.test.*"] },
    esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  },
});
