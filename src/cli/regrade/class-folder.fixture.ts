import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Assignment } from "../../assignment/assignment.ts";
import { keyFileText } from "../../assignment/key-pair.ts";
import { type ClassParts, DUE_MS, HOUR_MS, TestClass } from "../../gradebook/class.fixture.ts";

/** For tests: a class with a folder for its key and for what it hands in. */
export class ClassFolder extends TestClass {
  readonly folder: string;

  private constructor(folder: string, parts: ClassParts) {
    super(parts);
    this.folder = folder;
  }

  static async open(changes: Partial<Assignment> = {}, slug = "visit-counter"): Promise<ClassFolder> {
    const parts = await TestClass.parts(changes, slug);
    const folder = await mkdtemp(join(tmpdir(), "keepsake-class-"));
    await writeFile(join(folder, "class.key"), keyFileText(parts.key));
    await writeFile(join(folder, "assignment.json"), JSON.stringify(parts.assignment));
    return new ClassFolder(folder, parts);
  }

  /** Writes what was received, an hour before it was due unless said otherwise. */
  async receive(path: string, bytes: Uint8Array, atMs = DUE_MS - HOUR_MS): Promise<void> {
    const target = join(this.folder, "downloads", path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, bytes);
    await utimes(target, atMs / 1000, atMs / 1000);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}
