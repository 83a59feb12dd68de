import { readMsgpack, writeMsgpack } from "./msgpack.ts";
import { readPickle } from "./pickle-reader.ts";
import { writePickle } from "./pickle-writer.ts";
import type { PythonFormat } from "./python-value.ts";

/** What Flask-Session writes, by the version that began with it. */
export const PYTHON_FORMATS = {
  /** Flask-Session up to 0.6. */
  "pickle-0.3": { name: "pickle", decode: readPickle, encode: writePickle },
  /** Flask-Session 0.7 and later. */
  "msgpack-0.7": { name: "msgpack", decode: readMsgpack, encode: writeMsgpack },
} as const satisfies Readonly<Record<string, PythonFormat>>;

/** The format by the version of Flask-Session that began with it: "pickle-0.3" or "msgpack-0.7". */
export type FlaskSessionFormat = keyof typeof PYTHON_FORMATS;
