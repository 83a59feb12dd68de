import type { ShellJob } from "../shell/shell.ts";
import type { ShellCommand } from "../shell/shell-io.ts";
import type { ProcessTable } from "./process-table.ts";

/** `ps`, `kill` and `jobs`. */
export function processCommands(
  table: ProcessTable,
  jobs: () => readonly ShellJob[],
): readonly ShellCommand[] {
  return [
    {
      name: "ps",
      usage: "ps",
      summary: "what runs on the machine, with its ports",
      run: async (_args, { stdout }) => {
        const rows = (await table.rows()).map(({ pid, ports, commandLine, startedBy }) => [
          pid === undefined ? "-" : String(pid),
          ports.length === 0 ? "-" : ports.join(","),
          startedBy,
          commandLine,
        ]);
        stdout(aligned([["PID", "PORT", "STARTED BY", "COMMAND"], ...rows]));
        return 0;
      },
    },
    {
      name: "kill",
      usage: "kill PID, kill %JOB",
      summary: "ends a process, or what runs in the background",
      run: async (args, { stderr }) => {
        const wanted = args.filter((arg) => !/^-(?!-?\d+$)\w+$|^-\d$/.test(arg));
        if (wanted.length === 0) {
          stderr("kill: name a process: kill 1, or kill %1 for a job. `ps` and `jobs` list them.\n");
          return 2;
        }
        let exitCode = 0;
        for (const id of wanted) {
          if (await end(id, table, jobs())) continue;
          stderr(`bash: kill: ${id}: no such ${id.startsWith("%") ? "job" : "process"}\n`);
          exitCode = 1;
        }
        return exitCode;
      },
    },
    {
      name: "jobs",
      usage: "jobs",
      summary: "what runs in the background (started with &)",
      run: async (_args, { stdout }) => {
        for (const { number, text } of jobs()) stdout(`[${number}] running  ${text}\n`);
        return 0;
      },
    },
  ];
}

async function end(id: string, table: ProcessTable, jobs: readonly ShellJob[]): Promise<boolean> {
  if (id.startsWith("%")) {
    const job = jobs.find(({ number }) => `%${number}` === id);
    job?.stop();
    return job !== undefined;
  }
  const row = (await table.rows()).find(({ pid }) => String(pid) === id);
  await row?.stop();
  return row !== undefined;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return rows.map((row) => `${line(row).trimEnd()}\n`).join("");
}
