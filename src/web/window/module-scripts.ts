import * as words from "../../words/en/web-errors.ts";
import { textDataUrl } from "./data-url.ts";
import { ANONYMOUS, type PageLoader } from "./page-loader.ts";
import { rewriteScript } from "./script-rewriting.ts";

/**
 * The modules of a page. Each becomes a `data:` URL, and an import map leads from its address to it, so that modules
 * may import each other in circles.
 */
export class ModuleScripts {
  readonly #loader: PageLoader;
  readonly #pageMap: Readonly<Record<string, string>>;
  readonly #modules = new Map<string, string>();
  readonly #base: string;

  /** `importMap`: the text of the page's own `<script type="importmap">`, if it has one. */
  constructor(loader: PageLoader, base: string, importMap: string | undefined) {
    this.#loader = loader;
    this.#base = base;
    this.#pageMap = readImports(importMap);
  }

  /** Rewrites one module and loads what it imports. */
  async rewrite(source: string, url: string): Promise<string> {
    const { code, imports } = await rewriteScript(source, {
      module: true,
      url,
      resolve: (to, from) => this.#resolve(to, from),
    });
    await Promise.all(imports.map((address) => this.#load(address)));
    return code;
  }

  /** The import map that goes before all scripts; `undefined` when no module imports another. */
  get importMap(): string | undefined {
    return this.#modules.size === 0
      ? undefined
      : JSON.stringify({ imports: Object.fromEntries(this.#modules) });
  }

  #resolve(specifier: string, from: string): string | undefined {
    const mapped = this.#pageMap[specifier];
    if (mapped !== undefined) return URL.parse(mapped, this.#base)?.href;
    return /^(?:\.{0,2}\/|https?:)/.test(specifier) ? URL.parse(specifier, from)?.href : undefined;
  }

  async #load(address: string): Promise<void> {
    if (this.#modules.has(address)) return;
    this.#modules.set(address, "data:text/javascript,");
    const text = await this.#loader.text(address, "script", ANONYMOUS);
    const missing = `throw new TypeError(${JSON.stringify(words.moduleNotLoaded(address))})`;
    const code = text === undefined ? missing : await this.rewrite(text, address);
    this.#modules.set(address, textDataUrl(`${code}\n//# sourceURL=${address}`, "text/javascript"));
  }
}

function readImports(importMap: string | undefined): Readonly<Record<string, string>> {
  if (importMap === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(importMap);
    if (typeof parsed !== "object" || parsed === null || !("imports" in parsed)) return {};
    const { imports } = parsed;
    if (typeof imports !== "object" || imports === null) return {};
    return Object.fromEntries(Object.entries(imports).filter(([, to]) => typeof to === "string"));
  } catch {
    return {};
  }
}
