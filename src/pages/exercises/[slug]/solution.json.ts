import type { APIRoute } from "astro";
import { exercisePaths } from "./_exercises.ts";

const files = import.meta.glob<string>("/solutions/*/**/*", {
  query: "?raw",
  import: "default",
  eager: true,
  exhaustive: true,
});

export const getStaticPaths = () => exercisePaths().map(({ params }) => ({ params }));

/** The files of the solution that differ from the starter: fetched only when the learner asks to see it. */
export const GET: APIRoute<Record<string, never>, { slug: string }> = ({ params }) => {
  const folder = `/solutions/${params.slug}/`;
  return Response.json(
    Object.fromEntries(
      Object.entries(files).flatMap(([path, text]) =>
        path.startsWith(folder) ? [[path.slice(folder.length), text]] : [],
      ),
    ),
  );
};
