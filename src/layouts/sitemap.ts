/** Of every page, by whole addresses. Pages come in the order of their addresses, so that the same site gives the same file. */
export function sitemapXml(site: string, paths: readonly string[]): string {
  const urls = paths
    .toSorted()
    .map((path) => `  <url><loc>${escapeXml(new URL(path, site).href)}</loc></url>\n`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("")}</urlset>\n`;
}

/** Everything may be read; the frames that hold learners' code say nothing of their own. */
export function robotsTxt(site: string | undefined, frameFolders: readonly string[]): string {
  const rules = ["User-agent: *", ...frameFolders.map((folder) => `Disallow: ${folder}`)];
  const sitemap = site === undefined ? [] : ["", `Sitemap: ${new URL("/sitemap.xml", site).href}`];
  return `${[...rules, ...sitemap].join("\n")}\n`;
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
