import { isFilePath } from "../../file-path.ts";
import { resolvedPath } from "../shell/engine-file-system.ts";
import type { Shell } from "../shell/shell.ts";
import { PROJECT_FOLDER } from "../shell/shell.ts";
import type { ShellCommand } from "../shell/shell-io.ts";
import type { TerminalWorld } from "../terminal-world.ts";

/** Moves to the top left and erases the screen and what scrolled off it. */
const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

/** `clear`, `history`, `edit`, `which` and `help`. */
export function screenCommands(
  world: Pick<TerminalWorld, "openInEditor">,
  shell: () => Shell,
  history: () => readonly string[],
  commands: () => readonly ShellCommand[],
): readonly ShellCommand[] {
  return [
    {
      name: "clear",
      usage: "clear",
      summary: "empties the screen, as Ctrl-L does",
      run: async (_args, { stdout }) => {
        stdout(CLEAR);
        return 0;
      },
    },
    {
      name: "history",
      usage: "history",
      summary: "the lines typed so far; the arrow keys and Ctrl-R bring them back",
      run: async (_args, { stdout }) => {
        for (const [index, line] of history().entries())
          stdout(`${String(index + 1).padStart(5)}  ${line}\n`);
        return 0;
      },
    },
    {
      name: "edit",
      usage: "edit FILE",
      summary: "opens a file in the editor, and makes it one of yours",
      run: async ([path], { stderr, cwd }) => {
        if (path === undefined) {
          stderr("edit: name a file: edit server.ts\n");
          return 2;
        }
        const whole = resolvedPath(cwd, path);
        if (!whole.startsWith(`${PROJECT_FOLDER}/`)) {
          stderr(
            `edit: ${whole} is outside the project. Files of the project are below ${PROJECT_FOLDER}.\n`,
          );
          return 1;
        }
        const own = whole.slice(PROJECT_FOLDER.length + 1);
        if (!isFilePath(own)) {
          stderr(
            `edit: ${own} is no name for a file of yours. Letters, digits, dots, underscores and hyphens make one.\n`,
          );
          return 1;
        }
        const bytes = await shell().readFile(path, cwd);
        const text = bytes === undefined ? "" : decoded(bytes);
        if (text === undefined) {
          stderr(`edit: ${path} is no text.\n`);
          return 1;
        }
        world.openInEditor(own, text);
        return 0;
      },
    },
    {
      name: "which",
      usage: "which COMMAND",
      summary: "whether there is such a command",
      run: async (names, { stdout }) => {
        const found = names.filter((name) => shell().commandNames.includes(name));
        for (const name of found) stdout(`/usr/bin/${name}\n`);
        return found.length === names.length ? 0 : 1;
      },
    },
    {
      name: "help",
      usage: "help",
      summary: "this",
      run: async (_args, { stdout }) => {
        const own = commands();
        const width = Math.max(...own.map(({ usage }) => usage.length)) + 2;
        const names = shell().commandNames.filter((name) => !own.some((command) => command.name === name));
        stdout(
          [
            "A shell on the machine of this page. Its files are those of the editor, and those that programs write.",
            "",
            ...own.map(({ usage, summary }) => `  ${usage.padEnd(width)}${summary}`),
            "",
            ...wrapped(`And from bash: ${names.join(" ")}`, 76),
            "",
            "Pipes, redirections, variables, && and ||, loops and $(…) are bash's; functions last for one line.",
            "Keys: Tab completes, arrows and Ctrl-R find earlier lines, Ctrl-C stops, Esc then Tab leaves the terminal.",
            "",
          ].join("\n"),
        );
        return 0;
      },
    },
  ];
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function wrapped(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length + 1 > width) lines.push(`  ${word}`);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
