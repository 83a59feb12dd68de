import { concatBytes } from "../../../web/concat-bytes.ts";
import type { CommandFiles } from "../command-files.ts";
import type { FormField } from "./curl-command.ts";
import { CurlFailure } from "./curl-failure.ts";

const BOUNDARY_RANDOM_BYTES = 8;
const utf8 = new TextEncoder();

/** What curl takes a file for, by the end of its name. */
const typesByEnding: Readonly<Record<string, string>> = {
  gif: "image/gif",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  htm: "text/html",
  html: "text/html",
  pdf: "application/pdf",
  xml: "application/xml",
};

export interface MultipartBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

interface Part {
  readonly name: string;
  readonly content: Uint8Array;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
}

/** The fields of `-F` as a multipart body. Throws {@link CurlFailure} (26) for a file that is not there. */
export async function multipartBody(
  fields: readonly FormField[],
  files: CommandFiles,
  stdin: Uint8Array,
): Promise<MultipartBody> {
  const random = crypto.getRandomValues(new Uint8Array(BOUNDARY_RANDOM_BYTES));
  const boundary = "-".repeat(24) + [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const pieces: Uint8Array[] = [];
  for (const field of fields) {
    const part = await readField(field, files, stdin);
    const file = part.fileName === undefined ? "" : `; filename="${quoted(part.fileName)}"`;
    const type = part.contentType === undefined ? "" : `Content-Type: ${part.contentType}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(part.name)}"${file}\r\n${type}\r\n`;
    pieces.push(utf8.encode(head), part.content, utf8.encode("\r\n"));
  }
  pieces.push(utf8.encode(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes: concatBytes(pieces) };
}

async function readField(
  { text, literal }: FormField,
  files: CommandFiles,
  stdin: Uint8Array,
): Promise<Part> {
  const equals = text.indexOf("=");
  const name = text.slice(0, equals);
  const rest = text.slice(equals + 1);
  if (literal) return { name, content: utf8.encode(rest), fileName: undefined, contentType: undefined };
  const [value = "", ...settings] = splitSettings(rest);
  const setting = (key: string) =>
    settings
      .find((one) => one.trimStart().startsWith(`${key}=`))
      ?.trimStart()
      .slice(key.length + 1);
  if (!/^[@<]/.test(value)) {
    return { name, content: utf8.encode(value), fileName: setting("filename"), contentType: setting("type") };
  }
  const path = value.slice(1);
  const content = path === "-" ? stdin : await files.read(path);
  if (content === undefined) {
    throw new CurlFailure(26, "Failed to open/read local data from file/application");
  }
  if (value.startsWith("<"))
    return { name, content, fileName: setting("filename"), contentType: setting("type") };
  const fileName = setting("filename") ?? path.slice(path.lastIndexOf("/") + 1);
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  const contentType = setting("type") ?? typesByEnding[ending] ?? "application/octet-stream";
  return { name, content, fileName, contentType };
}

/** Cuts at `;`, but not within double quotes, which are taken away. */
function splitSettings(text: string): string[] {
  if (!text.startsWith('"')) return text.split(";");
  const end = text.indexOf('"', 1);
  if (end === -1) return text.split(";");
  return [
    text.slice(1, end),
    ...text
      .slice(end + 1)
      .split(";")
      .slice(1),
  ];
}

function quoted(text: string): string {
  return text.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
