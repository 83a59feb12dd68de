import { writeFile } from "node:fs/promises";
import type { AstroIntegration } from "astro";
import { FRAME_FOLDERS } from "../frames/frame-folders.ts";
import { robotsTxt, sitemapXml } from "./sitemap.ts";

/** Pages that nobody looks for. */
const LEFT_OUT = ["404/"];

/** Writes `robots.txt` into a built site, and `sitemap.xml` when the site knows its address. */
export function sitemap(): AstroIntegration {
  let site: string | undefined;
  return {
    name: "keepsake-sitemap",
    hooks: {
      "astro:config:done": ({ config }) => {
        site = config.site;
      },
      "astro:build:done": async ({ dir, pages }) => {
        await writeFile(new URL("robots.txt", dir), robotsTxt(site, FRAME_FOLDERS));
        if (site === undefined) return;
        const paths = pages.map(({ pathname }) => pathname).filter((path) => !LEFT_OUT.includes(path));
        await writeFile(
          new URL("sitemap.xml", dir),
          sitemapXml(
            site,
            paths.map((path) => `/${path}`),
          ),
        );
      },
    },
  };
}
