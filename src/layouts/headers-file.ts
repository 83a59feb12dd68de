import { contentPolicyHeader } from "./content-policy.ts";
import { siteHeaders } from "./site-headers.ts";

const A_YEAR = "public, max-age=31536000, immutable";

/**
 * The text of `_headers`, which Netlify and Cloudflare Pages read by themselves. `pagePaths` are those that hold the
 * course's own pages: "/", "/course/". The frames that hold learners' code are not among them.
 */
export function headersFile(pagePaths: readonly string[]): string {
  const policy = { "Content-Security-Policy": contentPolicyHeader() };
  return [
    block("/*", siteHeaders),
    // Their names are made of their content. The policy is for the workers among them.
    block("/_astro/*", { "Cache-Control": A_YEAR, ...policy }),
    ...pagePaths.map((path) => block(path === "/" || !path.endsWith("/") ? path : `${path}*`, policy)),
  ].join("\n");
}

function block(path: string, headers: Readonly<Record<string, string>>): string {
  return `${path}\n${Object.entries(headers)
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join("")}`;
}
