import type { APIRoute } from "astro";
import { siteManifest } from "../components/site-manifest.ts";

/** In the language of the site, as all that its pages say. */
export const GET: APIRoute = () =>
  new Response(JSON.stringify(siteManifest), { headers: { "Content-Type": "application/manifest+json" } });
