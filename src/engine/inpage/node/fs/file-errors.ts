import { VolumeError } from "../../kernel.ts";

const ERRORS: Readonly<Record<string, readonly [errno: number, text: string]>> = {
  EPERM: [-1, "operation not permitted"],
  ENOENT: [-2, "no such file or directory"],
  EBADF: [-9, "bad file descriptor"],
  EACCES: [-13, "permission denied"],
  EEXIST: [-17, "file already exists"],
  ENOTDIR: [-20, "not a directory"],
  EISDIR: [-21, "illegal operation on a directory"],
  EINVAL: [-22, "invalid argument"],
  ENOSYS: [-38, "function not implemented"],
  ENOTEMPTY: [-39, "directory not empty"],
};

/** What was being done: the call of the operating system, and the paths as the program gave them. */
export interface FileContext {
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** An error in Node's words: "ENOENT: no such file or directory, open '/x'". */
export function fileError(code: string, context: FileContext): Error {
  const [errno, text] = ERRORS[code] ?? [-5, "input/output error"];
  const { syscall, path, dest } = context;
  const where = path === undefined ? "" : ` '${path}'${dest === undefined ? "" : ` -> '${dest}'`}`;
  const error = new Error(`${code}: ${text}, ${syscall}${where}`);
  return Object.assign(error, {
    errno,
    code,
    syscall,
    ...(path !== undefined && { path }),
    ...(dest !== undefined && { dest }),
  });
}

/** A volume's failure as Node's; anything else as it is. */
export function asFileError(error: unknown, context: FileContext): unknown {
  return error instanceof VolumeError ? fileError(error.code, context) : error;
}
