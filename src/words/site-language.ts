import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** The language that the sources are written with. */
const SOURCE_LANGUAGE = "en";

export interface LanguagePlace {
  /** The folder that has a folder for each language. Default: this one. */
  readonly root?: string;
}

/**
 * Builds the site in the language that SITE_LANGUAGE names: each `src/words/en/NAME.ts` becomes `src/words/LANGUAGE/NAME.ts`.
 * Nothing is chosen in the page, and no script carries a word of another language. `undefined` and "en" change nothing. Throws
 * where there is no such language.
 */
export function siteLanguage(language: string | undefined, { root }: LanguagePlace = {}): Plugin[] {
  if (language === undefined || language === "" || language === SOURCE_LANGUAGE) return [];
  const words = fileURLToPath(new URL(".", import.meta.url));
  const source = join(words, SOURCE_LANGUAGE);
  const folder = join(root ?? words, language);
  if (!existsSync(folder)) {
    throw new Error(
      `SITE_LANGUAGE is "${language}", and there is no src/words/${language}. Begin with a copy of src/words/en.`,
    );
  }
  return [
    {
      name: "keepsake-language",
      enforce: "pre",
      async resolveId(specifier, importer, options) {
        if (!/\/en\/[\w-]+\.ts$/.test(specifier)) return null;
        const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
        return found !== null && join(found.id, "..") === source ? join(folder, basename(found.id)) : found;
      },
    },
  ];
}
