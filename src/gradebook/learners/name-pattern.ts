import { isZipName } from "./lms-name.ts";

/** What a file's name tells by the instructor's own pattern. */
export interface PatternNames {
  readonly name?: string;
  readonly number?: string;
}

/** A pattern cannot be used. The message says why. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** Reads a path; `undefined`: it is not named by the pattern. */
export type NamePattern = (path: string) => PatternNames | undefined;

const FIELDS = ["name", "number", "any"] as const;

/**
 * Reads paths by a pattern such as `{number}-{name}.keepsake` or `{name}/{any}`: `{any}` stands for whatever is not
 * needed, and no field reaches over a `/`. A pattern without `/` is for the file's name alone. Of a file in a
 * learner's own zip file the zip file's name counts before its own, which only the learner chose. Throws a
 * PatternError, whose message begins with what the pattern is `called` where it was given.
 */
export function namePattern(pattern: string, called = "The pattern"): NamePattern {
  const seen = new Set<string>();
  const source = pattern
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!part.startsWith("{")) return part.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      const field = FIELDS.find((each) => part === `{${each}}`);
      if (field === undefined)
        throw new PatternError(`${called} knows {name}, {number} and {any}, and not ${part}.`);
      if (field === "any") return "[^/]*?";
      if (seen.has(field)) throw new PatternError(`${called} has {${field}} twice.`);
      seen.add(field);
      return `(?<${field}>[^/]+?)`;
    })
    .join("");
  if (seen.size === 0) throw new PatternError(`${called} needs {name} or {number} in it.`);
  const expression = new RegExp(`(?:^|/)${source}$`, "u");
  return (path) => {
    const groups = outermostFirst(path)
      .map((each) => expression.exec(each)?.groups)
      .find((found) => found !== undefined);
    if (groups === undefined) return undefined;
    const name = groups["name"]?.replaceAll(/[_\s]+/g, " ").trim();
    const number = groups["number"]?.trim();
    return {
      ...(name ? { name } : {}),
      ...(number ? { number } : {}),
    };
  };
}

/** The path of each zip file that is a part of a path, and the path itself. */
function outermostFirst(path: string): string[] {
  const parts = path.split("/");
  const zips = parts.slice(0, -1).flatMap((part, index) => (isZipName(part) ? [index + 1] : []));
  return [...zips, parts.length].map((length) => parts.slice(0, length).join("/"));
}
