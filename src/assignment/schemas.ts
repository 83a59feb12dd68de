import * as z from "zod/mini";

// Zod's compiled checks are made with `new Function`, which the site's Content-Security-Policy refuses.
z.config({ jitless: true });

export { z };

/** The first fault of a value, as "exercises.0.id: Invalid input", for the end of a sentence. */
export function firstFault(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "no reason given";
  const place = issue.path.map(String).join(".");
  return place === "" ? issue.message : `${place}: ${issue.message}`;
}
