import { plural } from "../plural.ts";

/** Pages that a browser of the workbook shows in its own words, and a proxy in its. */
export const didNotLoad = "This page did not load";
export const address = (url: string) => `Address: ${url}`;
export const connectionReset = (host: string) =>
  `The server at ${host} stopped before it had answered. Look at the console, mend it, and press Run.`;
export const neverAnswered = (host: string) =>
  `The server at ${host} took the request and never answered. Does every path through the handler send a response?`;

export const proxyIn = (origin: string) =>
  `This is the proxy in front of ${origin}: no server behind it gave an answer.`;
export const brokeConnection = (ports: readonly number[]) =>
  plural(ports.length, {
    one: `The server on port ${ports.join(", ")} broke the connection. Look at the console, mend the program, and press Run.`,
    other: `The servers on ports ${ports.join(", ")} broke the connection. Look at the console, mend the program, and press Run.`,
  });
export const nobodyListens = (ports: readonly number[]) =>
  `Nobody listens on port ${ports.join(", ")}. Start the servers, and load the page again.`;
export const serversNeverAnswered = (ports: readonly number[]) =>
  plural(ports.length, {
    one: `The server on port ${ports.join(", ")} took the request and never answered. Does every path through the handler send a response?`,
    other: `The servers on ports ${ports.join(", ")} took the request and never answered. Does every path through the handler send a response?`,
  });

export const sendAgain = "Send the form again?";
export const cameFromForm =
  "This page came from a form that was sent. Showing it again means sending the form again, and what the form did may happen twice.";
export const sendItAgain = "Send it again";
export const noPage = "This response is not a page";
export const bytesOfType = (type: string, bytes: number) => `It has the type ${type} and ${bytes} bytes.`;
export const bytesOfNoType = (bytes: number) => `It has no type and ${bytes} bytes.`;
export const scriptLeft = "A script left this page";
export const cannotFollow =
  'A script changed the address in a way this window cannot follow, such as window["loc" + "ation"]. Write location.href = … or location.assign(…) instead, then reload.';
