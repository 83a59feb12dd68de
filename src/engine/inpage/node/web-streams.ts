import type { Readable as NodeReadable, Writable as NodeWritable } from "node:stream";

interface StreamClasses {
  readonly Readable: typeof NodeReadable;
  readonly Writable: typeof NodeWritable;
}

/** `Readable.fromWeb`, `toWeb` and their like, which the stream library lacks. */
export function addWebStreams({ Readable, Writable }: StreamClasses): void {
  const define = (target: object, name: string, value: unknown) =>
    Object.defineProperty(target, name, { value, writable: true, configurable: true });

  define(Readable, "fromWeb", (source: ReadableStream<unknown>, options: object = {}) => {
    const reader = source.getReader();
    return new Readable({
      ...options,
      read() {
        reader.read().then(
          ({ done, value }) => this.push(done ? null : value),
          (error: Error) => this.destroy(error),
        );
      },
      destroy(error, done) {
        reader.cancel(error).then(
          () => done(error),
          () => done(error),
        );
      },
    });
  });

  define(Readable, "toWeb", (source: NodeReadable) => {
    let ended = false;
    return new ReadableStream<unknown>({
      start(controller) {
        source.on("data", (chunk: unknown) => {
          controller.enqueue(chunk instanceof Uint8Array ? new Uint8Array(chunk) : chunk);
          if ((controller.desiredSize ?? 0) <= 0) source.pause();
        });
        source.on("end", () => {
          ended = true;
          controller.close();
        });
        source.on("error", (error) => {
          ended = true;
          controller.error(error);
        });
        source.pause();
      },
      pull: () => void source.resume(),
      cancel: (reason) => {
        if (!ended) source.destroy(reason instanceof Error ? reason : undefined);
      },
    });
  });

  define(Writable, "fromWeb", (target: WritableStream<unknown>, options: object = {}) => {
    const writer = target.getWriter();
    return new Writable({
      ...options,
      write: (chunk: unknown, _encoding, done) => {
        writer.write(chunk).then(() => done(), done);
      },
      final: (done) => {
        writer.close().then(() => done(), done);
      },
      destroy: (error, done) => {
        if (error === null) done(null);
        else
          writer.abort(error).then(
            () => done(error),
            () => done(error),
          );
      },
    });
  });

  define(Writable, "toWeb", (target: NodeWritable) => {
    return new WritableStream<unknown>({
      write: (chunk) =>
        new Promise<void>((resolve, reject) => {
          target.write(chunk, (error) => (error ? reject(error) : resolve()));
        }),
      close: () =>
        new Promise<void>((resolve) => {
          target.end(() => resolve());
        }),
      abort: (reason) => void target.destroy(reason instanceof Error ? reason : undefined),
    });
  });
}
