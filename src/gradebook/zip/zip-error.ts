/** A zip file, or one file in it, is not read. The message is a sentence that says why. */
export class ZipError extends Error {
  override readonly name = "ZipError";
}
