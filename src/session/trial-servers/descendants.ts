import { readFileSync } from "node:fs";

/** The process and all that it started, itself first, while it lives. */
export function withDescendants(pid: number): readonly number[] {
  let children: string;
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  } catch {
    return [];
  }
  return [pid, ...children.split(" ").filter(Boolean).map(Number).flatMap(withDescendants)];
}
