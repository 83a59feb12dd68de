import type { Engine } from "../engine/engine.ts";
import type { HttpRequest } from "../web/http.ts";
import { FileStoreRecords, type Records, SESSIONS_FOLDER } from "./session-records.ts";

/** Where a program keeps its sessions while it is graded, and how the tests read them. One for each machine. */
export interface RecordKeeping {
  /** Settings with which the library keeps them there. */
  readonly env: Readonly<Record<string, string>>;
  readonly records: Records;
  /** Nothing is kept afterwards. For when no program runs. */
  clear(): void;
  /** The program is about to be asked. What is returned is called once: when the head of its answer has come, or none can. */
  asked(request: HttpRequest): (outcome: "answered" | "failed") => void;
}

/** In files of the machine. Goes with them, so there is nothing to clear. */
export function recordsInFiles(engine: Engine): RecordKeeping {
  return {
    env: { TINA4_SESSION_BACKEND: "file", TINA4_SESSION_PATH: SESSIONS_FOLDER },
    records: new FileStoreRecords(engine),
    clear: () => undefined,
    asked: () => () => undefined,
  };
}
