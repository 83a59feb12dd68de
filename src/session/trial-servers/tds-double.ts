import type { Socket } from "node:net";
import { LoopbackListener } from "./loopback-listener.ts";
import { TdsDoubleDatabase, TdsDoubleError } from "./tds-double-database.ts";
import { preloginReply, readLogin, type TdsLogin } from "./tds-double-login.ts";
import { MESSAGE, PacketReader, packetsOf, type TdsMessage } from "./tds-double-packets.ts";
import { readBatch, readCall } from "./tds-double-request.ts";
import {
  attentionAnswer,
  emptyAnswer,
  errorAnswer,
  loginAnswer,
  procedureAnswer,
} from "./tds-double-tokens.ts";

/**
 * Stands in for a Microsoft SQL Server, which cannot be had where our tests run: on loopback, without encryption,
 * it speaks TDS 7.4 to the real driver, takes the Transact-SQL of our session shelf, and has SQLite carry it out.
 * It refuses, by name, what it does not know. What passes here is **not verified against a real server**.
 */
export class TdsDouble {
  /** Takes what comes and answers nothing, as a machine does that has lost its network. */
  isSilent = false;
  /** Cuts the connection at the next message in place of an answer, once. */
  cutsOff = false;
  /** The texts of all statements so far. */
  readonly statements: string[] = [];
  readonly #listener: LoopbackListener;
  readonly #databases = new Map<string, TdsDoubleDatabase>();
  readonly #user: TdsUser;

  private constructor(listener: LoopbackListener, user: TdsUser) {
    this.#listener = listener;
    this.#user = user;
  }

  static async start(user: TdsUser = { name: "sa", password: "Double-1" }): Promise<TdsDouble> {
    const listener = await LoopbackListener.start((socket) => double.#serve(socket));
    const double = new TdsDouble(listener, user);
    return double;
  }

  get port(): number {
    return this.#listener.port;
  }

  /** As DATABASE_URL. A database comes into being when somebody signs in to it. */
  url(database: string): string {
    const { name, password } = this.#user;
    const signIn = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
    return `mssql://${signIn}@127.0.0.1:${this.port}/${database}?sslmode=disable`;
  }

  /** The server is gone; what it keeps stays for {@link resume}. */
  stop(): Promise<void> {
    return this.#listener.stop();
  }

  resume(): Promise<void> {
    this.isSilent = false;
    return this.#listener.resume();
  }

  dump(database: string): string {
    return this.#databases.get(database)?.dump() ?? "";
  }

  forget(database: string): void {
    this.#databases.get(database)?.close();
    this.#databases.delete(database);
  }

  #serve(socket: Socket): void {
    const reader = new PacketReader();
    let login: TdsLogin | undefined;
    const answer = (message: TdsMessage): Buffer => {
      if (message.kind === MESSAGE.prelogin) return preloginReply(message.body);
      if (message.kind !== MESSAGE.login) {
        if (login === undefined) throw new Error("A request before the login.");
        return this.#answer(message, login);
      }
      const asked = readLogin(message.body);
      if (!this.#knows(asked)) {
        setImmediate(() => socket.end());
        return errorAnswer(18_456, `Login failed for user '${asked.user}'.`, "login");
      }
      login = asked;
      return loginAnswer(asked);
    };
    socket.on("data", (bytes: Buffer) => {
      try {
        for (const message of reader.read(bytes)) {
          if (this.cutsOff) {
            this.cutsOff = false;
            socket.resetAndDestroy();
            return;
          }
          if (!this.isSilent) socket.write(packetsOf(answer(message)));
        }
      } catch (error) {
        console.error(`The TDS double hangs up: ${String(error)}`);
        socket.destroy();
      }
    });
  }

  #knows({ user, password }: TdsLogin): boolean {
    return user === this.#user.name && password === this.#user.password;
  }

  #answer({ kind, body }: TdsMessage, { database }: TdsLogin): Buffer {
    switch (kind) {
      case MESSAGE.attention:
        return attentionAnswer();
      case MESSAGE.batch:
        if (isSettings(readBatch(body))) return emptyAnswer();
        return errorAnswer(50_000, "The double takes no batches but the driver's settings.", "login");
      case MESSAGE.rpc:
        return this.#execute(body, database);
      default:
        throw new Error(`The double does not know messages of the kind ${kind}.`);
    }
  }

  #execute(body: Buffer, name: string): Buffer {
    const statement = readCall(body);
    this.statements.push(statement.text);
    const database = this.#databases.get(name) ?? new TdsDoubleDatabase();
    this.#databases.set(name, database);
    try {
      const { columns, rows, count } = database.run(statement);
      return procedureAnswer(columns, rows, count);
    } catch (error) {
      if (error instanceof TdsDoubleError) return errorAnswer(error.number, error.message, "procedure");
      throw error;
    }
  }
}

export interface TdsUser {
  readonly name: string;
  readonly password: string;
}

/** What the driver says first of all: `set ansi_nulls on`, … */
function isSettings(batch: string): boolean {
  return batch.split("\n").every((line) => /^set [a-z_ ]+ [a-z0-9_]+$/i.test(line.trim()));
}
