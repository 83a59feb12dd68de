import type { ModuleLoaderOptions } from "./options.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: false });

/** The program's files, as the loader reads them. */
export class ProgramFiles {
  readonly root: string;
  readonly #volume: ModuleLoaderOptions["volume"];

  constructor(volume: ModuleLoaderOptions["volume"], root: string) {
    this.#volume = volume;
    this.root = root;
  }

  kindOf(path: string): "file" | "folder" | undefined {
    return this.#volume.stat(path)?.kind;
  }

  text(path: string): string {
    return decoder.decode(this.#volume.read(path));
  }

  textIfThere(path: string): string | undefined {
    return this.kindOf(path) === "file" ? this.text(path) : undefined;
  }
}
