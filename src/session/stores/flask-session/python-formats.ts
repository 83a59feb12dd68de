import { readMsgpack, writeMsgpack } from "./msgpack.ts";
import { readPickle } from "./pickle-reader.ts";
import { writePickle } from "./pickle-writer.ts";
import { type PythonFormat, type PythonValue, UnreadablePython } from "./python-value.ts";

/** What Flask-Session writes, by the version that began with it. */
export const PYTHON_FORMATS = {
  /** Flask-Session up to 0.6. */
  "pickle-0.3": { name: "pickle", decode: readPickle, encode: writePickle },
  /** Flask-Session 0.7 and later, which also reads the pickles that older versions have left. */
  "msgpack-0.7": { name: "msgpack", decode: readMsgpackOrPickle, encode: writeMsgpack },
} as const satisfies Readonly<Record<string, PythonFormat>>;

function readMsgpackOrPickle(bytes: Uint8Array): PythonValue {
  try {
    return readMsgpack(bytes);
  } catch (error) {
    if (!(error instanceof UnreadablePython)) throw error;
    return pickleOr(error, bytes);
  }
}

/** What is neither is damaged MessagePack rather than a damaged pickle. */
function pickleOr(otherwise: UnreadablePython, bytes: Uint8Array): PythonValue {
  try {
    return readPickle(bytes);
  } catch (error) {
    throw error instanceof UnreadablePython ? otherwise : error;
  }
}

/** The format by the version of Flask-Session that began with it: "pickle-0.3" or "msgpack-0.7". */
export type FlaskSessionFormat = keyof typeof PYTHON_FORMATS;
