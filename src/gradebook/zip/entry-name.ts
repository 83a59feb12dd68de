const CONTROL = /\p{Cc}/u;

/** Why a path in a zip file is not to be trusted, as the end of a sentence; absent when it is plain. */
export function nameFault(name: string): string | undefined {
  if (name === "") return "has no name";
  if (CONTROL.test(name)) return "has a control character in its name";
  if (name.includes("\\")) return "has a backslash in its name, which means a folder on some systems only";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "has an absolute path";
  if (name.split("/").includes("..")) return "has a path that leads out of the zip file";
  return undefined;
}

/** UTF-8 when it is that, as all who write zip files today do; Latin-1 otherwise. One form for each letter. */
export function decodeName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    name = new TextDecoder("latin1").decode(bytes);
  }
  return name.normalize("NFC");
}
