/** What a file's name tells by the instructor's own pattern. */
export interface PatternNames {
  readonly name?: string;
  readonly number?: string;
}

/** A pattern cannot be used. The message says why. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

const FIELDS = ["name", "number", "any"] as const;

/**
 * Reads paths by a pattern such as `{number}-{name}.keepsake` or `{name}/{any}`: `{any}` stands for whatever is not
 * needed, and no field reaches over a `/`. A pattern without `/` is for the file's name alone. Throws a
 * PatternError, whose message begins with what the pattern is `called` where it was given.
 */
export function namePattern(
  pattern: string,
  called = "The pattern",
): (path: string) => PatternNames | undefined {
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
    const groups = expression.exec(path)?.groups;
    if (groups === undefined) return undefined;
    const name = groups["name"]?.replaceAll(/[_\s]+/g, " ").trim();
    const number = groups["number"]?.trim();
    return {
      ...(name ? { name } : {}),
      ...(number ? { number } : {}),
    };
  };
}
