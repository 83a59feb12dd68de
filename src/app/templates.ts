import { readFileSync } from "node:fs";
import { join, normalize, relative, sep } from "node:path";
import type { Express as ExpressApp } from "express";
import nunjucks from "nunjucks";

/** Reads templates below one folder and nothing outside it. */
class TemplateFolder extends nunjucks.Loader {
  readonly #folder: string;
  readonly #noCache: boolean;

  constructor(folder: string, noCache: boolean) {
    super();
    this.#folder = folder;
    this.#noCache = noCache;
  }

  getSource(name: string): nunjucks.LoaderSource {
    const path = normalize(join(this.#folder, name));
    if (!path.startsWith(this.#folder + sep)) {
      throw new Error(`The template "${name}" is outside ${this.#folder}.`);
    }
    try {
      return { src: readFileSync(path, "utf8"), path, noCache: this.#noCache };
    } catch (error) {
      throw new Error(`There is no template "${name}" in ${this.#folder}.`, { cause: error });
    }
  }
}

export interface TemplateOptions {
  /** Absolute. */
  readonly folder: string;
  /** Keeps compiled templates; off, a changed file shows at the next request. */
  readonly cache: boolean;
}

/**
 * Makes `res.render("cart.html", locals)` render `{{ }}` and `{% %}` templates from the folder, with HTML
 * escaped, and adds `res.html` as another name for it.
 */
export function useTemplates(app: ExpressApp, options: TemplateOptions): void {
  const folder = normalize(options.folder);
  const environment = new nunjucks.Environment(new TemplateFolder(folder, !options.cache), {
    autoescape: true,
  });
  app.set("views", folder);
  app.set("view engine", "html");
  app.engine("html", (path, locals, done) => {
    environment.render(relative(folder, path).split(sep).join("/"), locals, (error, html) =>
      done(error, html ?? undefined),
    );
  });
  app.response.html = function html(view, locals) {
    this.render(view, locals ?? {});
  };
}

declare global {
  namespace Express {
    interface Response {
      /** Another name for `res.render`: renders a template from `src/templates` and sends it. */
      html(view: string, locals?: Record<string, unknown>): void;
    }
  }
}
