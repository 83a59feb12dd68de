import { DatabaseError } from "./database-error.ts";

/**
 * A package that only those need who use its engine. The name comes as a value, so that bundlers leave it
 * alone. Rejects with {@link DatabaseError} "no-driver".
 */
export async function loadDriver<Driver>(packageName: string, engine: string): Promise<Driver> {
  try {
    return (await import(/* @vite-ignore */ packageName)) as Driver;
  } catch (error) {
    throw new DatabaseError("no-driver", whyNot(packageName, engine, error));
  }
}

function whyNot(packageName: string, engine: string, error: unknown): string {
  if (packageName.startsWith("node:")) {
    return `${engine} needs ${packageName}, which is not there. Node has it from version 22.13 on; a program in the page has no database.`;
  }
  const isMissing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
  return isMissing
    ? `${engine} needs the package ${packageName}, which is not installed. Run: npm install ${packageName}`
    : `The package ${packageName}, which ${engine} needs, could not be loaded: ${String(error)}`;
}
