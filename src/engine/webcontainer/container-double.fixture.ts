import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Container, ContainerApi, FileSystemTree, WebContainerProcess } from "./container-api.ts";

export interface ContainerDoubleOptions {
  /** "never": as with no network. An error: as when its servers answer wrongly. A promise: when it settles. */
  readonly boot?: "never" | Error | Promise<void>;
  /** Changes files on their way in, to break them. */
  readonly spoil?: (path: string, contents: string) => string;
  /** Output comes in pieces of so many characters, each in a turn of its own. */
  readonly pieces?: number;
}

/**
 * Stands for `@webcontainer/api` by its types and its documented behaviour: one container at a time, a terminal
 * that echoes input, mixes stdout with stderr and ends lines with CR LF; a second tear-down throws, and after one
 * nothing settles any more. Its programs run in real Node, in a temporary folder; its shell is this machine's.
 */
export class ContainerDouble implements ContainerApi {
  boots = 0;
  readonly containers: DoubleContainer[] = [];
  readonly #options: ContainerDoubleOptions;

  constructor(options: ContainerDoubleOptions = {}) {
    this.#options = options;
  }

  async boot(): Promise<Container> {
    this.boots += 1;
    const { boot } = this.#options;
    if (boot === "never") return new Promise<never>(() => {});
    if (boot instanceof Error) throw boot;
    await boot;
    if (this.containers.some((item) => !item.tornDown)) {
      throw new Error("Only a single WebContainer instance can be booted");
    }
    const container = new DoubleContainer(this.#options);
    this.containers.push(container);
    return container;
  }
}

const programs: Readonly<Record<string, string>> = { node: process.execPath, jsh: "/bin/sh" };

export class DoubleContainer implements Container {
  readonly workdir = realpathSync(mkdtempSync(join(tmpdir(), "keepsake-container-")));
  tornDown = false;
  /** As asked for by the page, last one last. */
  readonly sizes: { readonly cols: number; readonly rows: number }[] = [];
  readonly #options: ContainerDoubleOptions;
  readonly #children = new Set<ChildProcessWithoutNullStreams>();

  constructor(options: ContainerDoubleOptions) {
    this.#options = options;
  }

  /** All in it stands still and tells nobody. */
  freeze(): void {
    for (const child of this.#children) child.kill("SIGSTOP");
  }

  /** All in it ends. */
  crash(): void {
    for (const child of this.#children) child.kill("SIGKILL");
  }

  async mount(tree: FileSystemTree): Promise<void> {
    this.#alive();
    this.#write(tree, "");
  }

  async spawn(
    command: string,
    args: string[],
    options: {
      cwd?: string;
      env?: Record<string, string | number | boolean>;
      terminal?: { cols: number; rows: number };
    } = {},
  ): Promise<WebContainerProcess> {
    this.#alive();
    const program = programs[command];
    if (program === undefined) throw new Error(`spawn ${command} ENOENT`);
    if (options.terminal !== undefined) this.sizes.push(options.terminal);
    const env = Object.fromEntries(
      Object.entries(options.env ?? {}).map(([key, value]) => [key, String(value)]),
    );
    const child = spawn(program, args, { cwd: join(this.workdir, options.cwd ?? ""), env });
    this.#children.add(child);
    const exit = new Promise<number>((resolve) =>
      child.once("close", (code) => {
        if (!this.tornDown) resolve(code ?? 137);
      }),
    );
    child.once("close", () => this.#children.delete(child));
    const { pieces } = this.#options;
    let show: (text: string) => void = () => {};
    const output = new ReadableStream<string>({
      start(controller) {
        let open = true;
        let turn = Promise.resolve();
        show = (text) => {
          const shown = text.replaceAll("\n", "\r\n");
          for (const piece of piecesOf(shown, pieces)) {
            turn = turn.then(() => {
              if (open) controller.enqueue(piece);
            });
          }
        };
        for (const pipe of [child.stdout, child.stderr]) showLines(pipe, show);
        void exit.then(async () => {
          await turn;
          open = false;
          controller.close();
        });
      },
    });
    const input = new WritableStream<string>({
      write: (text) => {
        show(text);
        return new Promise((resolve, reject) =>
          child.stdin.write(text, (error) => (error ? reject(error) : resolve())),
        );
      },
    });
    child.stdin.on("error", () => {});
    const resize = (size: { cols: number; rows: number }) => void this.sizes.push(size);
    return { exit, input, output, kill: () => void child.kill("SIGTERM"), resize };
  }

  teardown(): void {
    if (this.tornDown) throw new Error("WebContainer already torn down");
    this.tornDown = true;
    for (const child of this.#children) child.kill("SIGKILL");
    rmSync(this.workdir, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  }

  #alive(): void {
    if (this.tornDown) throw new Error("Process aborted");
  }

  #write(tree: FileSystemTree, folder: string): void {
    for (const [name, node] of Object.entries(tree)) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if ("directory" in node) {
        mkdirSync(join(this.workdir, path), { recursive: true });
        this.#write(node.directory, path);
      } else if ("contents" in node.file) {
        const { contents } = node.file;
        const target = join(this.workdir, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(
          target,
          typeof contents === "string" ? (this.#options.spoil?.(path, contents) ?? contents) : contents,
        );
      }
    }
  }
}

function piecesOf(text: string, size = text.length): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(text.slice(at, at + size));
  return pieces;
}

/** Whole lines at a time: a terminal in raw mode would not put its echo into the midst of one. */
function showLines(pipe: NodeJS.ReadableStream, show: (text: string) => void): void {
  let rest = "";
  pipe.setEncoding("utf8");
  pipe.on("data", (text: string) => {
    const end = text.lastIndexOf("\n") + 1;
    if (end > 0) show(rest + text.slice(0, end));
    rest = end > 0 ? text.slice(end) : rest + text;
  });
  pipe.on("end", () => show(rest));
}
