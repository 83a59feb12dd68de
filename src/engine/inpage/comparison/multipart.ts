import { type Ask, post } from "./scenario.ts";

const BOUNDARY = "----keepsake";

export interface Part {
  readonly name: string;
  readonly filename?: string;
  readonly type?: string;
  readonly content: string;
}

/** A POST of `multipart/form-data`; `end`: the closing boundary. */
export function multipart(target: string, parts: readonly Part[], end = `--${BOUNDARY}--\r\n`): Ask {
  const body = parts
    .map(({ name, filename, type, content }) => {
      const file = filename === undefined ? "" : `; filename="${filename}"`;
      const head = `Content-Disposition: form-data; name="${name}"${file}`;
      return `--${BOUNDARY}\r\n${head}\r\n${type === undefined ? "" : `Content-Type: ${type}\r\n`}\r\n${content}\r\n`;
    })
    .join("");
  const headers = { "Content-Type": `multipart/form-data; boundary=${BOUNDARY}` };
  return post(target, { headers, body: body + end });
}
