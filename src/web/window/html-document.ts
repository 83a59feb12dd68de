import { metaReferrerPolicy, type ReferrerPolicy } from "../referrer-policy.ts";
import { inlineCss } from "./css-rewriting.ts";
import { textDataUrl } from "./data-url.ts";
import { ModuleScripts } from "./module-scripts.ts";
import type { PageLoader, PartAttributes } from "./page-loader.ts";
import { parseRefresh, type Refresh } from "./refresh.ts";
import { rewriteScript } from "./script-rewriting.ts";

/** A page ready to be written into a frame. */
export interface WrittenDocument {
  readonly html: string;
  /** A `data:` URL of the page's own icon, when it names one. */
  readonly icon?: string;
  /** `<meta http-equiv="refresh">`. */
  readonly refresh?: Refresh;
  /** The last that a `<meta name="referrer">` names; it goes before the header's. */
  readonly referrerPolicy?: ReferrerPolicy;
}

/** What a document says of its referrer policy itself, to be put over what its header said. */
export function policyOf({ referrerPolicy }: WrittenDocument): Pick<WrittenDocument, "referrerPolicy"> {
  return referrerPolicy === undefined ? {} : { referrerPolicy };
}

const javascript =
  /^(?:|text\/javascript|application\/javascript|text\/ecmascript|application\/x-javascript)$/i;

/**
 * A learner's page made fit for the frame. Scripts and style sheets are loaded and put in, in their places; images
 * and media are set aside for the bridge, which loads them when the page is there.
 */
export async function prepareHtml(
  text: string,
  pageUrl: string,
  loader: PageLoader,
): Promise<WrittenDocument> {
  const page = new DOMParser().parseFromString(text, "text/html");
  const base = rebase(page, pageUrl);
  for (const policy of page.querySelectorAll("meta[http-equiv=content-security-policy i]")) policy.remove();
  closeSideDoors(page);
  const refresh = takeRefresh(page, base, pageUrl);
  const referrerPolicy = Array.from(page.querySelectorAll("meta[name=referrer i]"), (meta) =>
    metaReferrerPolicy(meta.getAttribute("content")),
  ).findLast((policy) => policy !== undefined);
  if (referrerPolicy !== undefined) loader.referrerPolicy = referrerPolicy;
  const ownMap = page.querySelector("script[type=importmap i]");
  const modules = new ModuleScripts(loader, base, ownMap?.textContent ?? undefined);
  ownMap?.remove();
  setAside(page);

  const [icon] = await Promise.all([
    loadIcon(page, base, loader),
    ...Array.from(page.querySelectorAll("link[rel~=stylesheet i]"), (link) => loadSheet(link, base, loader)),
    ...Array.from(page.querySelectorAll("style"), async (style) => {
      style.textContent = await inlineCss(style.textContent ?? "", base, loader);
    }),
    ...Array.from(page.querySelectorAll("[style*='url(' i]"), async (element) => {
      element.setAttribute("style", await inlineCss(element.getAttribute("style") ?? "", base, loader));
    }),
    ...Array.from(page.querySelectorAll("script"), (script) => loadScript(script, base, loader, modules)),
    ...Array.from(page.querySelectorAll("*"), (element) => rewriteHandlers(element, base)),
  ]);

  if (modules.importMap !== undefined) {
    const map = page.createElement("script");
    map.type = "importmap";
    map.textContent = modules.importMap;
    page.head.prepend(map);
  }
  const { doctype } = page;
  const start = doctype === null ? "" : new XMLSerializer().serializeToString(doctype);
  return {
    html: start + page.documentElement.outerHTML,
    ...(icon === undefined ? {} : { icon }),
    ...(refresh === undefined ? {} : { refresh }),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
  };
}

/** The frame's own address means nothing to the page, so every page gets an absolute `<base>`. */
function rebase(page: Document, pageUrl: string): string {
  const own = page.querySelector("base[href]");
  const href = URL.parse(own?.getAttribute("href") ?? "", pageUrl)?.href ?? pageUrl;
  if (own === null) {
    const base = page.createElement("base");
    base.href = href;
    page.head.prepend(base);
  } else {
    own.setAttribute("href", href);
  }
  return href;
}

function takeRefresh(page: Document, base: string, pageUrl: string): Refresh | undefined {
  const meta = page.querySelector("meta[http-equiv=refresh i]");
  meta?.remove();
  return parseRefresh(meta?.getAttribute("content") ?? undefined, base, pageUrl);
}

/** As the bridge does (`side-doors.ts`), which comes too late for what is written here. */
function closeSideDoors(part: ParentNode): void {
  for (const control of part.querySelectorAll("meta[http-equiv=x-dns-prefetch-control i]")) control.remove();
  for (const link of part.querySelectorAll(
    "link:is([rel~=preconnect i], [rel~=dns-prefetch i]):not([rel~=stylesheet i])",
  ))
    putAside(link, "href", link.getAttribute("href"));
  for (const template of part.querySelectorAll("template")) {
    const mode = template.getAttribute("shadowrootmode");
    template.removeAttribute("shadowrootmode");
    if (mode !== null) template.setAttribute("data-shadowrootmode", mode);
    closeSideDoors(template.content);
  }
}

function putAside(element: Element, attribute: string, value: string | null): void {
  if (value === null || value.trim() === "" || /^\s*(?:data|blob):/i.test(value)) return;
  element.removeAttribute(attribute);
  element.setAttribute(`data-keepsake-${attribute}`, value);
}

function setAside(page: Document): void {
  for (const frame of page.querySelectorAll("iframe:not([srcdoc])"))
    putAside(frame, "src", frame.getAttribute("src"));
  for (const image of page.querySelectorAll("img, input[type=image i], video, audio, source, track")) {
    const candidates = image.getAttribute("srcset");
    image.removeAttribute("srcset");
    putAside(image, "src", image.getAttribute("src") ?? candidates?.trim().split(/[\s,]/)[0] ?? null);
    if (image.matches("video")) putAside(image, "poster", image.getAttribute("poster"));
  }
}

async function loadIcon(page: Document, base: string, loader: PageLoader): Promise<string | undefined> {
  const href = page.querySelector("link[rel~=icon i][href]")?.getAttribute("href");
  const url = href === null || href === undefined ? null : URL.parse(href, base);
  if (url?.protocol === "data:") return url.href;
  return url === null || !/^https?:$/.test(url.protocol) ? undefined : loader.asDataUrl(url.href, "image");
}

function attributesOf(element: Element): PartAttributes {
  return {
    crossorigin: element.getAttribute("crossorigin"),
    referrerpolicy: element.getAttribute("referrerpolicy"),
  };
}

async function loadSheet(link: Element, base: string, loader: PageLoader): Promise<void> {
  const url = URL.parse(link.getAttribute("href") ?? "", base);
  if (url === null || !/^https?:$/.test(url.protocol)) return;
  const text = await loader.text(url.href, "style", attributesOf(link));
  link.removeAttribute("integrity");
  link.setAttribute(
    "href",
    text === undefined ? "data:," : textDataUrl(await inlineCss(text, url.href, loader), "text/css"),
  );
}

async function loadScript(
  script: HTMLScriptElement,
  base: string,
  loader: PageLoader,
  modules: ModuleScripts,
): Promise<void> {
  const type = (script.getAttribute("type") ?? "").trim();
  const module = type.toLowerCase() === "module";
  if (!module && !javascript.test(type)) return;
  const prepare = async (source: string, url: string): Promise<string> =>
    module
      ? modules.rewrite(source, url)
      : (await rewriteScript(source, { module, url, resolve: () => undefined })).code;

  const src = script.getAttribute("src");
  if (src === null) {
    script.textContent = escapeScript(await prepare(script.textContent ?? "", base));
    return;
  }
  const url = URL.parse(src, base);
  if (url === null || !/^https?:$/.test(url.protocol)) return;
  const attributes = attributesOf(script);
  const text = await loader.text(url.href, "script", {
    ...attributes,
    crossorigin: module ? (attributes.crossorigin ?? "") : attributes.crossorigin,
  });
  script.removeAttribute("integrity");
  // Firefox tells nothing of an error in a script without this.
  script.setAttribute("crossorigin", "anonymous");
  script.setAttribute("data-keepsake-src", src);
  const code = text === undefined ? undefined : `${await prepare(text, url.href)}\n//# sourceURL=${url.href}`;
  script.setAttribute("src", code === undefined ? "data:text/html," : textDataUrl(code, "text/javascript"));
}

/** What was text of a script must not end it when it is written again. */
function escapeScript(code: string): string {
  return code.replace(/<(?=\/script)/gi, "\\x3C");
}

/** `onclick="location.href = '/cart'"`: handlers mean the page's address too. */
async function rewriteHandlers(element: Element, base: string): Promise<void> {
  for (const { name, value } of Array.from(element.attributes)) {
    if (!/^on[a-z]/.test(name) || !/\b(?:location|top|parent|for|while|do)\b/.test(value)) continue;
    const { code } = await rewriteScript(value, { module: false, url: base, resolve: () => undefined });
    element.setAttribute(name, code);
  }
}
