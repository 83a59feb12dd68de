import type { Socket } from "node:net";
import { LoopbackListener } from "./loopback-listener.ts";
import { DoubleCommands, type DoubleConversation } from "./mongodb-double-commands.ts";
import { MongodbDoubleError } from "./mongodb-double-error.ts";
import type { DoubleUser } from "./mongodb-double-scram.ts";
import { type Document, replyTo, WireReader, type WireRequest } from "./mongodb-double-wire.ts";

/**
 * Stands in for a MongoDB server, which cannot be had where our tests run: a replica set of one on loopback
 * that speaks the wire protocol to the real driver and keeps collections in memory. It knows what our
 * statements and the driver's hand-shake use, and refuses the rest by name. What passes here is **not verified
 * against a real server**.
 */
export class MongodbDouble {
  readonly commands: DoubleCommands;
  /** Called with each command before it runs; throwing makes the answer an error. */
  onCommand: ((command: Document) => void) | undefined;
  /** True for a command: it is done, but its connection is cut instead of the answer. */
  cutsAfter: ((command: Document) => boolean) | undefined;
  /** Takes what comes and answers nothing, as a machine does that has lost its network. */
  isSilent = false;
  readonly #listener: LoopbackListener;

  private constructor(listener: LoopbackListener, commands: DoubleCommands) {
    this.#listener = listener;
    this.commands = commands;
  }

  static async start(user?: DoubleUser): Promise<MongodbDouble> {
    const listener = await LoopbackListener.start((socket) => double.#serve(socket));
    const double = new MongodbDouble(listener, new DoubleCommands(`127.0.0.1:${listener.port}`, user));
    return double;
  }

  get port(): number {
    return this.#listener.port;
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/?replicaSet=double`;
  }

  /** The server is gone; what it keeps stays for {@link resume}. */
  stop(): Promise<void> {
    return this.#listener.stop();
  }

  /** Back on the same port, with what was kept. */
  resume(): Promise<void> {
    this.isSilent = false;
    return this.#listener.resume();
  }

  /** All documents of all collections, or of those of one database. */
  dump(database?: string): string {
    const collections = [...this.commands.collections].filter(
      ([name]) => database === undefined || name.startsWith(`${database}.`),
    );
    return JSON.stringify(collections.map(([name, { documents }]) => [name, [...documents.values()]]));
  }

  /** Drops a database. */
  forget(database: string): void {
    for (const name of this.commands.collections.keys()) {
      if (name.startsWith(`${database}.`)) this.commands.collections.delete(name);
    }
  }

  #serve(socket: Socket): void {
    const conversation: DoubleConversation = { isSignedIn: false, scram: undefined };
    const reader = new WireReader();
    socket.on("data", (bytes: Buffer) => {
      try {
        for (const request of reader.read(bytes)) this.#answer(request, socket, conversation);
      } catch (error) {
        console.error(`The MongoDB double hangs up: ${String(error)}`);
        socket.destroy();
      }
    });
  }

  #answer(request: WireRequest, socket: Socket, conversation: DoubleConversation): void {
    if (this.isSilent) return;
    const reply = this.#run(request.command, conversation);
    if (this.cutsAfter?.(request.command) === true) socket.destroy();
    else if (!request.wantsNoReply) socket.write(replyTo(request, reply));
  }

  #run(command: Document, conversation: DoubleConversation): Document {
    try {
      this.onCommand?.(command);
      return this.commands.run(command, conversation);
    } catch (error) {
      if (!(error instanceof MongodbDoubleError)) throw error;
      const { message: errmsg, code, codeName } = error;
      // As servers from 4.4 on label what the driver may send again.
      const labels = code === NOT_PRIMARY ? { errorLabels: ["RetryableWriteError"] } : {};
      return { ok: 0, errmsg, code, codeName, ...labels };
    }
  }
}

const NOT_PRIMARY = 10_107;
