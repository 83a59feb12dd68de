import { expect, it } from "vitest";
import { robotsTxt, sitemapXml } from "./sitemap.ts";

it("lists every page by its whole address, in one order", () => {
  expect(sitemapXml("https://keepsake.example", ["/lessons/b/", "/", "/a&b/"])).toBe(
    `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>https://keepsake.example/</loc></url>
  <url><loc>https://keepsake.example/a&amp;b/</loc></url>
  <url><loc>https://keepsake.example/lessons/b/</loc></url>
</urlset>
`,
  );
});

it("lets robots read all but the frames, and names the map when the site knows where it is", () => {
  const rules = "User-agent: *\nDisallow: /preview/\n";
  expect(robotsTxt(undefined, ["/preview/"])).toBe(rules);
  expect(robotsTxt("https://keepsake.example", ["/preview/"])).toBe(
    `${rules}\nSitemap: https://keepsake.example/sitemap.xml\n`,
  );
});
