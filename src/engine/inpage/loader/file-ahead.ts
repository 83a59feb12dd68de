/** A path and what it holds; `null`: it is not there any more. */
export type FileAhead = readonly [path: string, bytes: Uint8Array | null];

export const SOURCE_NAME = /\.[cm]?[jt]s$/;

/** Whether `path` says anything about what a program of the tree will run. */
export function concernsPrograms(path: string): boolean {
  return SOURCE_NAME.test(path) || path.endsWith("/package.json");
}
