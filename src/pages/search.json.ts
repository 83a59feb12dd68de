import type { APIRoute } from "astro";
import type { SearchPages } from "../palette/search/search-page.ts";
import { courseSearchPages } from "./_course-pages.ts";

/** What the search in the page looks at, fetched when somebody first searches. */
export const GET: APIRoute = async () => {
  const found: SearchPages = { pages: await courseSearchPages() };
  return Response.json(found);
};
