import { concatBytes } from "../../../web/concat-bytes.ts";
import type { CommandFiles } from "../command-files.ts";
import type { DataPart } from "./curl-command.ts";

const utf8 = new TextEncoder();

export interface DataSources {
  readonly files: CommandFiles;
  /** For `@-`. */
  readonly stdin: Uint8Array;
  readonly warn: (message: string) => void;
}

/** All `-d` and their kin as one body: joined with `&`, those of `--json` with nothing between. */
export async function joinData(parts: readonly DataPart[], sources: DataSources): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const part of parts) {
    if (pieces.length > 0 && part.kind !== "json") pieces.push(utf8.encode("&"));
    pieces.push(await readPart(part, sources));
  }
  return concatBytes(pieces);
}

async function readPart({ kind, text }: DataPart, sources: DataSources): Promise<Uint8Array> {
  if (kind === "urlencode") return utf8.encode(await encodePart(text, sources));
  if (kind === "raw" || !text.startsWith("@")) return utf8.encode(text);
  const bytes = await readSource(text.slice(1), sources);
  return kind === "data" ? bytes.filter((byte) => byte !== 0 && byte !== 0x0a && byte !== 0x0d) : bytes;
}

/** `content`, `=content`, `name=content`, `@file` or `name@file`, with the content percent-encoded. */
export async function encodePart(text: string, sources: DataSources): Promise<string> {
  const at = text.search(/[=@]/);
  if (at === -1) return percentEncode(utf8.encode(text));
  const name = text.slice(0, at);
  const rest = text.slice(at + 1);
  const content = text[at] === "=" ? utf8.encode(rest) : await readSource(rest, sources);
  return (name === "" ? "" : `${name}=`) + percentEncode(content);
}

async function readSource(path: string, { files, stdin, warn }: DataSources): Promise<Uint8Array> {
  if (path === "-") return stdin;
  const bytes = await files.read(path);
  if (bytes !== undefined) return bytes;
  warn(`Couldn't read data from file "${path}", this makes an empty POST.`);
  return new Uint8Array();
}

/** As a form does: a space becomes `+`. */
function percentEncode(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (character === " ") text += "+";
    else if (/[A-Za-z0-9._~-]/.test(character)) text += character;
    else text += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}
