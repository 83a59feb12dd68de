/**
 * Where the built site will be read, from the environment's SITE_URL: "https://keepsake.example". Search engines and
 * previews of links want whole addresses; without it, the pages have none. The site wants a host of its own: its pages, its
 * frames and its service worker are all named from the root. Throws, saying what to write, for anything else.
 */
export function siteAddress(siteUrl: string | undefined): string | undefined {
  if (siteUrl === undefined || siteUrl === "") return undefined;
  const url = URL.parse(siteUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Error(`SITE_URL is "${siteUrl}". Write the whole address: https://keepsake.example`);
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw new Error(
      `SITE_URL is "${siteUrl}", a path on a host. The site must be at the root of one: ${url.origin}. A subdomain will do.`,
    );
  }
  return url.origin;
}
