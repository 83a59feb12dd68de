/** One tab as it is rendered. */
export interface TabPanel {
  readonly name: string;
  readonly html: string;
  /** What the tests do with the program, for the reader. */
  readonly proof: TabProof | undefined;
}

export type TabProof =
  | { readonly kind: "run"; readonly on: string; readonly like: string | undefined }
  | { readonly kind: "shown"; readonly why: string };

const systems: Readonly<Record<string, string>> = { flask: "Flask", fastapi: "FastAPI" };

/** Cuts what stands in `<Tabs>` where a listing says that it begins a tab. */
export function tabPanels(html: string): TabPanel[] {
  return html
    .split(/(?=<pre\b[^>]*\sdata-tab=")/)
    .filter((part) => part.startsWith("<pre"))
    .map((part) => {
      const [start = ""] = /^<pre\b[^>]*>/.exec(part) ?? [];
      return { name: attribute(start, "data-tab") ?? "", html: part, proof: proofOf(start) };
    });
}

function proofOf(start: string): TabProof | undefined {
  const run = attribute(start, "data-run");
  if (run !== undefined) return { kind: "run", on: systems[run] ?? run, like: attribute(start, "data-like") };
  const why = attribute(start, "data-shown");
  return why === undefined ? undefined : { kind: "shown", why };
}

function attribute(start: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(start)?.[1];
  return value?.replaceAll("&#x27;", "'").replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
