import type * as NodeStream from "node:stream";
import readable from "readable-stream/lib/ours/browser.js";
import { moduleFace } from "./builtin.ts";
import { addWebStreams } from "./web-streams.ts";

const whole = readable as unknown as typeof NodeStream;

export const { Readable, Writable, Duplex, Transform, PassThrough, Stream, pipeline, finished } = whole;

addWebStreams({ Readable, Writable });

const stream = whole.Stream as unknown as typeof NodeStream & Record<string, unknown>;
/** Node's since version 22; the stream library has an older one's. */
stream.setDefaultHighWaterMark(false, 65_536);
const promises = (readable as unknown as { Stream: { promises: object } }).Stream.promises;

export const streamModule = { ...moduleFace(stream), promises };
export const streamPromisesModule = moduleFace(promises);
export const streamWebModule = moduleFace({
  ReadableStream: globalThis.ReadableStream,
  ReadableStreamDefaultReader: globalThis.ReadableStreamDefaultReader,
  ReadableStreamBYOBReader: globalThis.ReadableStreamBYOBReader,
  ReadableStreamDefaultController: globalThis.ReadableStreamDefaultController,
  ReadableByteStreamController: globalThis.ReadableByteStreamController,
  WritableStream: globalThis.WritableStream,
  WritableStreamDefaultWriter: globalThis.WritableStreamDefaultWriter,
  WritableStreamDefaultController: globalThis.WritableStreamDefaultController,
  TransformStream: globalThis.TransformStream,
  TransformStreamDefaultController: globalThis.TransformStreamDefaultController,
  ByteLengthQueuingStrategy: globalThis.ByteLengthQueuingStrategy,
  CountQueuingStrategy: globalThis.CountQueuingStrategy,
  TextEncoderStream: globalThis.TextEncoderStream,
  TextDecoderStream: globalThis.TextDecoderStream,
  CompressionStream: globalThis.CompressionStream,
  DecompressionStream: globalThis.DecompressionStream,
});
