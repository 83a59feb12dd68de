import { plural } from "../plural.ts";

/** What the server keeps, and what it has given away in cookies. */
export const onServer = "On the server";
export const nothingKept =
  "No session is kept yet. A request that puts something into its session makes a file, a row or a key.";
export const sessionFiles = "Session files on the server";
export const namedByHash =
  "Each is named by the hash of its session id: who reads the disk cannot take a session over.";
export const database = (path: string) => `SQLite: ${path}`;
export const redisOn = (port: number) => `Redis on port ${port}`;
export const cookiesApart = "Cookies, taken apart";
export const firstOf = (shown: number, all: number) => `The first ${shown} of ${all}.`;

export const noRow = (table: string) =>
  `The table ${table} has no row. A request that puts something into its session makes one.`;
export const rowsOfSessions = (table: string) =>
  `The rows of ${table}, each under the hash of its session id.`;
export const id = (hash: string) => `id ${hash}`;
export const hasTurn = (holder: string) => ` ${holder} has the turn.`;
export const rowsOf = (table: string) => `Rows of ${table}`;
export const rows = (count: number) => plural(count, { one: `${count} row`, other: `${count} rows` });
export const defaultValue = "default";
export const bytes = (count: number) => plural(count, { one: `${count} byte`, other: `${count} bytes` });
export const tooLarge = "It is too large to be shown here: more than 16 MB.";
export const unreadable = (why: string) => `It cannot be read. ${why}`;

export const noKey = "No key yet. A request that puts something into its session makes one.";
export const redisForgets =
  "Redis forgets a key by itself when its time is over, by the real clock. When Redis stops, all are gone.";
export const keepsKeyFor = (duration: string) => ` Redis keeps the key for ${duration} more.`;
export const otherKeys = "Other keys";
export const key = "Key";
export const type = "Type";
export const value = "Value";
export const timeLeft = "Time left";
export const stays = "stays";
export const inDatabase = (name: string, number: number) => `${name} in database ${number}`;

export const expiresIn = (duration: string) => `Expires in ${duration}.`;
export const expired = "Expired: nobody can use it any more.";
export const tombstone =
  "Destroyed, or continued under a new id. This stays for a moment, so that a late request cannot bring it back.";
export const serverHasKey = "Encrypted: the server alone has the key.";
export const noRecordOfOurs = "No session record of this library.";

export const secret = "Secret to check and to open them with";
export const triedToo = "Those in your files are tried too.";
export const noCookie = "No browser has a cookie yet.";
export const cookieOf = <Part>(cookie: Part, agent: Part) => [cookie, " of ", agent];
export const formFlask = "Flask or Starlette (itsdangerous)";
export const formCookieParser = "Express (cookie-parser, express-session)";
export const formCookieSession = "Express (cookie-session)";
export const formSealed = "Keepsake, sealed";
export const plainValue =
  "A plain value, with nothing in it that proves who made it. A session id is such: it means something only to the server.";
export const inside = "Inside";
export const sealed = "Sealed";
export const encrypted =
  "Encrypted: nobody but who has the secret can read it, and nobody else can change it unnoticed.";
export const opened = "Opened with the secret: it is whole, and was made for a cookie of this name.";
export const notOpened = "Not opened: enter the secret, or put it into .env.";
export const doesNotOpen = "It does not open: another secret sealed it, or the cookie was changed.";
export const payload = "Payload";
export const signed = "Signed";
export const signature = "Signature";
export const anyoneCanRead = "Anyone who has it can read this; only who has the secret can change it.";
export const notChecked = "Not checked: enter the secret, or put it into .env.";
export const holds = (maker: string) =>
  `The signature holds: it was made with this secret, as ${maker} does.`;
export const doesNotHold = "The signature does not hold: another secret made it, or the cookie was changed.";
