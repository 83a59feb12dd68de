/** A session record, wherever it is shown. */
export const recordBefore = "Record before";
export const recordAfter = "Record after";
export const operations = "Operations";
export const onlyRead = "None: it was only read.";
export const regenerate = "regenerate: a new id, the same data";
export const destroy = "destroy: the record is gone";
export const noRecord = "No record.";
export const empty = "Empty.";
export const flash = (key: string) => `flash ${key}`;
export const idleUntil = (idle: string, absolute: string) => `Idle until ${idle}, at the latest ${absolute}`;
export const changed = " changed";
export const expiresIn = (duration: string) => `Expires in ${duration}.`;
export const expiredAgo = (duration: string) =>
  `Expired ${duration} ago: the next request begins a new session.`;
