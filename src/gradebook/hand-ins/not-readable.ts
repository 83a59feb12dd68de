/** A file cannot be read though it is there, or is there no longer. The message is a sentence about it. */
export class NotReadable extends Error {
  override readonly name = "NotReadable";
}
