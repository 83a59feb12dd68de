import { quoted } from "./client.ts";

/** An answer of version 2 of the protocol. Texts are bytes in letters. */
export type ReadReply =
  | { readonly kind: "status" | "error" | "text"; readonly text: string }
  | { readonly kind: "integer"; readonly text: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "list"; readonly items: readonly ReadReply[] };

/** Takes what a server sends apart into answers. */
export class ReplyReader {
  #received = "";

  feed(bytes: string): void {
    this.#received += bytes;
  }

  /** `undefined`: none is there whole. */
  next(): ReadReply | undefined {
    const read = replyAt(this.#received, 0);
    if (read === undefined) return undefined;
    this.#received = this.#received.slice(read.end);
    return read.reply;
  }
}

function replyAt(text: string, at: number): { reply: ReadReply; end: number } | undefined {
  const line = text.indexOf("\r\n", at);
  if (line === -1) return undefined;
  const said = text.slice(at + 1, line);
  const behind = line + 2;
  switch (text[at]) {
    case "+":
      return { reply: { kind: "status", text: said }, end: behind };
    case "-":
      return { reply: { kind: "error", text: said }, end: behind };
    case ":":
      return { reply: { kind: "integer", text: said }, end: behind };
    case "$": {
      const length = Number(said);
      if (length < 0) return { reply: { kind: "nothing" }, end: behind };
      if (text.length < behind + length + 2) return undefined;
      return { reply: { kind: "text", text: text.slice(behind, behind + length) }, end: behind + length + 2 };
    }
    default:
      return listAt(text, Number(said), behind);
  }
}

function listAt(text: string, count: number, start: number): { reply: ReadReply; end: number } | undefined {
  if (count < 0) return { reply: { kind: "nothing" }, end: start };
  const items: ReadReply[] = [];
  let end = start;
  while (items.length < count) {
    const item = replyAt(text, end);
    if (item === undefined) return undefined;
    items.push(item.reply);
    end = item.end;
  }
  return { reply: { kind: "list", items }, end };
}

/** As `redis-cli` writes it. */
export function shownReply(reply: ReadReply, raw: boolean, indent = ""): string {
  switch (reply.kind) {
    case "status":
      return reply.text;
    case "error":
      return raw ? `${reply.text}\n` : `(error) ${reply.text}`;
    case "integer":
      return raw ? reply.text : `(integer) ${reply.text}`;
    case "nothing":
      return raw ? "" : "(nil)";
    case "text":
      return raw ? Buffer.from(reply.text, "latin1").toString("utf8") : quoted(reply.text);
    case "list": {
      if (raw) return reply.items.map((item) => shownReply(item, raw)).join("\n");
      if (reply.items.length === 0) return "(empty array)";
      const width = String(reply.items.length).length;
      return reply.items
        .map((item, index) => {
          const head = `${String(index + 1).padStart(width)}) `;
          const first = index === 0 ? "" : indent;
          return first + head + shownReply(item, raw, indent + " ".repeat(head.length));
        })
        .join("\n");
    }
  }
}
