import type { Edit } from "./compiled.ts";
import { PositionMap } from "./edited-text.ts";

interface KnownSource {
  /** As the learner wrote it. */
  readonly source: string;
  /** What the code was made from: as long, line by line. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

/**
 * The source texts of the modules that ran, to find positions in them: ES modules by URL, CommonJS by path, as
 * their frames are named.
 */
export class SourcePositions {
  readonly #sources = new Map<string, KnownSource>();
  readonly #maps = new Map<string, PositionMap>();

  set(url: string, source: KnownSource): void {
    this.#sources.set(url, source);
    this.#maps.delete(url);
  }

  has(url: string): boolean {
    return this.#sources.has(url);
  }

  /** The source of a module that has run. */
  text(url: string): string | undefined {
    return this.#sources.get(url)?.source;
  }

  /**
   * The source's column of a position in the running code; `undefined` for code that the loader put there.
   * A URL that is not known keeps its column.
   */
  column(url: string, line: number, column: number): number | undefined {
    const source = this.#sources.get(url);
    if (source === undefined) return column;
    let map = this.#maps.get(url);
    if (map === undefined) {
      map = new PositionMap(source.text, source.edits);
      this.#maps.set(url, map);
    }
    return map.sourceColumn(line, column);
  }
}
