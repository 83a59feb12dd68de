#!/usr/bin/env node
/** The package's command: `keepsake doctor URL`. See `doctor/doctor-arguments.ts` for its options. */
import { realpathSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { readArguments, USAGE } from "./doctor/doctor-arguments.ts";
import { examine } from "./doctor/examine.ts";
import { SiteClient, SiteFailure } from "./doctor/site-client.ts";
import { UsageError } from "./usage.ts";

export interface Output {
  out(text: string): void;
  err(text: string): void;
}

/** The exit code: 0 no fault, 1 faults, 2 could not look. `given`: what stands behind the program's name. */
export async function runDoctor(
  given: readonly string[],
  output: Output,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<0 | 1 | 2> {
  const [command, ...rest] = given;
  if (command === undefined || command === "--help" || rest.includes("--help")) {
    output.out(USAGE);
    return command === undefined ? 2 : 0;
  }
  try {
    if (command !== "doctor") throw new UsageError(`There is no command ${command}.`);
    const { plan, isJson, isInsecure } = readArguments(rest, environment);
    const report = await examine(new SiteClient(plan.page, isInsecure), plan);
    output.out(isJson ? report.toJsonText() : String(report));
    return report.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) output.err(`${error.message}\n\n${USAGE}`);
    else if (error instanceof SiteFailure) output.err(`${error.message}\n`);
    else throw error;
    return 2;
  }
}

/** npm starts commands through a link. */
function isMain(): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(import.meta.url);
}

if (isMain()) {
  process.exitCode = await runDoctor(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  });
}
