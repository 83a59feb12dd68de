/** Lets styles be, and nothing else: no request leaves such a page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";

/**
 * A page as a document that only looks: nothing in it runs, loads, leads elsewhere or can be sent. Style sheets stand in
 * it when `styleOf` has them. For a frame with an empty `sandbox`, which holds the same by itself.
 */
export function stillPage(
  content: { readonly html: string } | { readonly text: string },
  styleOf: (href: string) => string | undefined,
): string {
  const page = new DOMParser().parseFromString("html" in content ? content.html : "", "text/html");
  if ("text" in content) {
    const pre = page.createElement("pre");
    pre.textContent = content.text;
    page.body.append(pre);
  }
  for (const active of page.querySelectorAll("script, base, object, embed, iframe, meta[http-equiv]")) {
    active.remove();
  }
  for (const link of page.querySelectorAll("link")) {
    const text = link.relList.contains("stylesheet") ? styleOf(link.getAttribute("href") ?? "") : undefined;
    if (text === undefined) {
      link.remove();
      continue;
    }
    const style = page.createElement("style");
    style.textContent = text;
    link.replaceWith(style);
  }
  for (const link of page.querySelectorAll("a[href], area[href]")) {
    link.removeAttribute("href");
    link.setAttribute("role", "link");
    link.setAttribute("aria-disabled", "true");
  }
  for (const field of page.querySelectorAll("button, input, select, textarea")) {
    field.setAttribute("disabled", "");
  }
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  page.head.prepend(policy);
  return `<!doctype html>${page.documentElement.outerHTML}`;
}
