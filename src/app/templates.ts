import { readFileSync } from "node:fs";
import { dirname, join, normalize, relative, resolve, sep } from "node:path";
import type { Express as ExpressApp, Request, Response } from "express";
import nunjucks from "nunjucks";
import { formToken } from "./csrf-token.ts";

/** Reads templates below one folder and nothing outside it. */
class TemplateFolder extends nunjucks.Loader {
  readonly #folder: string;
  readonly #noCache: boolean;

  constructor(folder: string, noCache: boolean) {
    super();
    this.#folder = folder;
    this.#noCache = noCache;
  }

  /** `./item.html` in `cart/page.html` is `cart/item.html`; `from` is the path of the template that names it. */
  override resolve(from: string, to: string): string {
    return relative(this.#folder, resolve(dirname(from), to))
      .split(sep)
      .join("/");
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
 * escaped, and adds `res.html` as another name for it. Every template has `{{ form_token() }}`, the hidden field
 * of a form (see {@link formToken}), and `{{ flash("message") }}`, which takes a flash value; what the handler
 * passes under these names comes first. A macro has them where it was imported with
 * `{% from "fields.html" import field with context %}`.
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
  const { render } = app.response;
  app.response.render = function renderWithSession(this: Response, ...given: unknown[]) {
    const own = sessionLocals(this.req);
    for (const name of SESSION_LOCALS) this.locals[name] ??= own[name];
    return Reflect.apply(render, this, given);
  } as Response["render"];
  app.response.html = function html(view, locals) {
    this.render(view, locals ?? {});
  };
}

const SESSION_LOCALS = ["form_token", "flash"] as const;

/** What templates may ask of the request's session. */
function sessionLocals(req: Request): Record<(typeof SESSION_LOCALS)[number], unknown> {
  return {
    form_token: () => new nunjucks.runtime.SafeString(formToken(req)),
    flash: (key: string) => req.session.getFlash(key),
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
