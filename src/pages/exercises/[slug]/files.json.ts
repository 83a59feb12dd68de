import type { APIRoute } from "astro";
import { type ExercisePage, exercisePaths } from "./_exercises.ts";

export const getStaticPaths = exercisePaths;

/** The exercise and its starter files, fetched by the workbench. */
export const GET: APIRoute<ExercisePage> = ({ props }) => Response.json(props.data);
