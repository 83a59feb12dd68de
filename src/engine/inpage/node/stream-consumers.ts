import type { Buffer as NodeBuffer } from "node:buffer";
import { Buffer } from "./buffer.ts";
import { moduleFace } from "./builtin.ts";

type Source = AsyncIterable<string | Uint8Array>;

async function buffer(source: Source): Promise<NodeBuffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}
const text = async (source: Source) => (await buffer(source)).toString();

export const streamConsumersModule = moduleFace({
  buffer,
  text,
  json: async (source: Source): Promise<unknown> => JSON.parse(await text(source)),
  arrayBuffer: async (source: Source) => Uint8Array.from(await buffer(source)).buffer,
  blob: async (source: Source) => new Blob([Uint8Array.from(await buffer(source))]),
});
