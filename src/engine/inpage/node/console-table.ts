import { inspect } from "./inspect.ts";

const INDEX = "(index)";
const VALUES = "Values";

/** The text of `console.table(data, columns)`. */
export function consoleTable(data: object, columns?: readonly string[]): string {
  const isMap = data instanceof Map;
  const entries: [unknown, unknown][] = isMap
    ? [...data.entries()].map((entry, index) => [index, entry])
    : data instanceof Set
      ? [...data].map((value, index) => [index, value])
      : Object.entries(data);
  const indexName = isMap || data instanceof Set ? "(iteration index)" : INDEX;
  const found: string[] = [];
  let hasPlain = false;
  const rows = entries.map(([key, value]) => {
    const cells = new Map<string, string>([[indexName, String(key)]]);
    if (isMap) {
      const [mapKey, mapValue] = value as [unknown, unknown];
      cells.set("Key", shown(mapKey)).set(VALUES, shown(mapValue));
    } else if (typeof value === "object" && value !== null) {
      for (const [name, field] of Object.entries(value)) {
        if (columns !== undefined && !columns.includes(name)) continue;
        if (!found.includes(name)) found.push(name);
        cells.set(name, shown(field));
      }
    } else {
      hasPlain = true;
      cells.set(VALUES, shown(value));
    }
    return cells;
  });
  const heads = isMap
    ? [indexName, "Key", VALUES]
    : [indexName, ...(columns ?? found), ...(hasPlain ? [VALUES] : [])];
  const widths = heads.map(
    (head) => Math.max(head.length, ...rows.map((row) => row.get(head)?.length ?? 0)) + 2,
  );
  const line = (left: string, middle: string, right: string) =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const cells = (texts: readonly string[]) =>
    `│${texts.map((text, i) => ` ${text}`.padEnd(widths[i] ?? 0)).join("│")}│`;
  return [
    line("┌", "┬", "┐"),
    cells(heads),
    line("├", "┼", "┤"),
    ...rows.map((row) => cells(heads.map((head) => row.get(head) ?? ""))),
    line("└", "┴", "┘"),
  ].join("\n");
}

function shown(value: unknown): string {
  const depth = typeof value === "object" && value !== null && Object.keys(value).length > 2 ? -1 : 0;
  return inspect(value, { maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY, depth });
}
