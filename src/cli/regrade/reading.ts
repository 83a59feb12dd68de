import { NotReadable } from "../../gradebook/index.ts";

/** Rejects with a NotReadable where the system refuses what is asked of it; other failures stay what they are. */
export async function reading<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof Error && "syscall" in error && "code" in error ? error.code : undefined;
    throw code === undefined ? error : new NotReadable(sentence(String(code)), { cause: error });
  }
}

function sentence(code: string): string {
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "Its permissions do not let you read it.";
    case "ENOENT":
      return "It was no longer there when it was to be read.";
    default:
      return `The system could not read it (${code}).`;
  }
}
