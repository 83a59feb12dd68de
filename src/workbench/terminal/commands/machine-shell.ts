import type { Engine, EngineShell } from "../../../engine/engine.ts";
import type { ShellCommand, Typist } from "../shell/shell-io.ts";

const NOT_FOUND = 127;

/** `jsh`: hands the terminal to the shell that the machine has of its own, where it has one. */
export function machineShellCommand(machine: () => Promise<Engine>): ShellCommand {
  return {
    name: "jsh",
    usage: "jsh",
    summary: "the shell of a WebContainer, when programs run there; exit leads back",
    run: async (_args, { typist, stderr, stdout, signal }) => {
      const engine = await machine();
      if (typist === undefined) {
        stderr("jsh: it wants the terminal to itself: type it alone, without pipe or &.\n");
        return 1;
      }
      if (engine.openShell === undefined) {
        stderr(
          "jsh: this machine has no shell of its own; a WebContainer has one. The engine menu offers it.\n",
        );
        return NOT_FOUND;
      }
      const shell = await engine.openShell(typist.size()).catch((error: unknown) => {
        stderr(`jsh: ${error instanceof Error ? error.message : String(error)}\n`);
      });
      return shell === undefined ? 1 : attached(shell, typist, stdout, signal);
    },
  };
}

async function attached(
  shell: EngineShell,
  typist: Typist,
  show: (text: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const kill = () => shell.kill();
  signal.addEventListener("abort", kill, { once: true });
  if (signal.aborted) kill();
  const detach = typist.attach(shell);
  try {
    const reader = shell.output.getReader();
    const gone = shell.exit.then(() => ({ done: true as const, value: undefined }));
    for (;;) {
      // What it wrote last comes before its end is noticed; an output that never closes does not keep the terminal.
      const next = await Promise.race([reader.read(), gone]);
      if (next.done) break;
      show(next.value);
    }
    return (await shell.exit) ?? 1;
  } finally {
    detach();
    signal.removeEventListener("abort", kill);
  }
}
