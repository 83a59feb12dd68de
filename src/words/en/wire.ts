/** One exchange in full: the drawing of its steps, and each part as it travelled. */
export const server = "server";
export const store = "store";
export const choosesCookies = (agent: string) => `${agent}'s browser chooses the cookies`;
export const judgesCookies = (agent: string) => `${agent}'s browser judges each Set-Cookie`;
export const reason = (sentence: string) => `${sentence}.`;
export const triedBefore = (sentence: string, servers: string) =>
  `${sentence}. Without an answer before it: ${servers}.`;
export const storeSays = (name: string) => `The ${name} store: `;
export const noAnswer = "No answer";
export const requestTo = (agent: string, host: string) => `Request: ${agent} to ${host}`;
export const responseAfter = (milliseconds: number) => `Response, ${milliseconds} ms after the request`;
export const noServer = (host: string) => `${host} has no server that answers`;
export const handsOver = (host: string, port: number) => `${host} hands it to the server on port ${port}`;

export const request = "Request";
export const response = "Response";
export const cookies = "Cookies";
export const storePart = "Store";
export const sessionRecord = "Session record";
export const requestBody = "Request body";
export const responseBody = "Response body";
export const noResponse = "No response came.";
export const noBody = "No body.";
export const bodyLetGo = (bytes: number) =>
  `${bytes} bytes. They were let go to keep this page's memory bounded.`;
export const bytesOf = (bytes: number, type: string) => `${bytes} bytes of ${type}.`;
export const noStatedType = "no stated type";
export const notRecorded = (bytes: number) => `${bytes} more bytes were not recorded.`;

export const sent = "Sent";
export const withheld = "Withheld";
export const kept = "Kept";
export const refused = "Refused";
export const deleted = "Deleted";
export const noName = "(no name)";

export const load = "load";
export const create = "create";
export const patch = "patch";
export const rotate = "rotate";
export const touch = "touch";
export const destroy = "destroy";
export const takeTurn = "take turn";
export const releaseTurn = "release turn";
export const listSessions = "list the user's sessions";
export const noSuchRecord = "no such record";
export const newIdMeanwhile = "it got a new id a moment ago";
export const recordGone = "the record is gone";
export const turnLost = "the turn was lost meanwhile";
export const storeFailed = "the store failed";
export const gaveUp = (took: string, holder: string) => `gave up after ${took}, held by ${holder}`;
export const waited = (took: string, holder: string) => `waited ${took}, held by ${holder}`;
export const destroyedMeanwhile = (took: string) => `it was destroyed a moment ago, ${took}`;
export const turnGivenBack = (outcome: string) => `${outcome}, and the turn given back`;
export const outcomeIn = (outcome: string, took: string) => `${outcome}, ${took}`;
export const milliseconds = (count: string | number) => `${count} ms`;
