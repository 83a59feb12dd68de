import { type ToolTab, toolTab } from "../tool-tabs.ts";

export const paneNames = ["text", "editor", "browser", "inspector", "results"] as const;
export type PaneName = (typeof paneNames)[number];

/** Where one is in the workbench, as the address says it: `?pane=editor&file=server.ts&line=12&tab=jar`. */
export interface AddressedPlace {
  /** What a narrow window shows. The text, when the address says nothing, but the editor when it names a file. */
  readonly pane: PaneName;
  /** `undefined`: the address names none. */
  readonly file: string | undefined;
  /** Counted from 1. `undefined` without a file, and where it is no number. */
  readonly line: number | undefined;
  readonly tab: ToolTab | undefined;
}

/** A step to somewhere else: what it leaves out stays as it is. A file without a line has none. */
export interface Step {
  readonly pane?: PaneName;
  readonly file?: string;
  readonly line?: number | undefined;
  readonly tab?: ToolTab;
}

export function placeIn(search: string): AddressedPlace {
  const query = new URLSearchParams(search);
  const file = query.get("file") ?? undefined;
  const line = Number(query.get("line"));
  const named = paneNames.find((name) => name === query.get("pane"));
  return {
    pane: named ?? (file === undefined ? "text" : "editor"),
    file,
    line: file !== undefined && Number.isInteger(line) && line > 0 ? line : undefined,
    tab: toolTab(query.get("tab")),
  };
}

/** The query after that step, with its question mark. What else stands there stays. */
export function searchAfter(search: string, { pane, file, line, tab }: Step): string {
  const query = new URLSearchParams(search);
  if (pane !== undefined) query.set("pane", pane);
  if (tab !== undefined) query.set("tab", tab);
  if (file !== undefined) {
    query.set("file", file);
    if (line === undefined) query.delete("line");
    else query.set("line", String(line));
  }
  // Slashes need no escape in a query, and a path with them is read more easily.
  const text = query.toString().replaceAll("%2F", "/");
  return text === "" ? "" : `?${text}`;
}
