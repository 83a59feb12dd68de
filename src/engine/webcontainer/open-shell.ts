import { EngineError, type EngineShell, type TerminalSize } from "../engine.ts";
import type { Container } from "./container-api.ts";

/** WebContainer's own shell. */
const SHELL = "jsh";

/** Opens a shell at a terminal, in that folder (an absolute path below the container's working folder). */
export async function openContainerShell(
  container: Container,
  folder: string,
  size: TerminalSize,
): Promise<EngineShell> {
  const cwd = folder.slice(container.workdir.length + 1);
  const started = await container
    .spawn(SHELL, [], { cwd, terminal: dimensions(size) })
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new EngineError("boot-failed", `The container's shell could not be started: ${reason}`, {
        cause,
      });
    });
  const input = started.input.getWriter();
  const killed = Promise.withResolvers<null>();
  return {
    output: started.output,
    // A shell that has ended takes no input, which its `exit` tells.
    write: (keys) => void input.write(keys).catch(() => {}),
    resize: (newSize) => started.resize(dimensions(newSize)),
    exit: Promise.race([started.exit.catch(() => null), killed.promise]),
    kill: () => {
      killed.resolve(null);
      started.kill();
    },
  };
}

function dimensions({ columns, rows }: TerminalSize): { cols: number; rows: number } {
  return { cols: columns, rows };
}
