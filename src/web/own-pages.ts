/** Pages in the browser's own words. They are documents of nobody: no script, no links out. */

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

function ownPage(title: string, paragraphs: readonly string[], controls = ""): string {
  const body = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join("\n");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1.5em; color: #222; background: #fff }
h1 { font-size: 1.25em }
</style>
<h1>${escapeHtml(title)}</h1>
${body}
${controls}</html>
`;
}

/** What to do about it, by {@link NetworkError.code}. Other codes stand on their message alone. */
const advice: Readonly<Record<string, (host: string) => string>> = {
  "connection-reset": (host) =>
    `The server at ${host} stopped before it had answered. Look at the console, mend it, and press Run.`,
  "timed-out": (host) =>
    `The server at ${host} took the request and never answered. Does every path through the handler send a response?`,
};

/** No response came. */
export function failurePage(
  url: string,
  failure: { readonly code: string; readonly message: string },
): string {
  const host = URL.parse(url)?.host ?? url;
  const known = advice[failure.code]?.(host);
  const detail = known === undefined || known.startsWith(failure.message) ? [] : [failure.message];
  return ownPage("This page did not load", [known ?? failure.message, ...detail, `Address: ${url}`]);
}

/** A proxy's own answer when no server behind it gives one. */
export function proxyPage(
  status: number,
  statusText: string,
  origin: string,
  failed: readonly number[],
): string {
  const who = failed.length === 1 ? "The server on port" : "The servers on ports";
  const why: Readonly<Record<number, string>> = {
    502: `${who} ${failed.join(", ")} broke the connection. Look at the console, mend the program, and press Run.`,
    503: `Nobody listens on port ${failed.join(", ")}. Start the servers, and load the page again.`,
    504: `${who} ${failed.join(", ")} took the request and never answered. Does every path through the handler send a response?`,
  };
  return ownPage(`${status} ${statusText}`, [
    `This is the proxy in front of ${origin}: no server behind it gave an answer.`,
    why[status] ?? "",
  ]);
}

/** The page asked for was made by a form, and would have to be sent again. A window takes its form for a yes. */
export function resubmitPage(url: string): string {
  const paragraphs = [
    "This page came from a form that was sent. Showing it again means sending the form again, and what the form did may happen twice.",
    `Address: ${url}`,
  ];
  return ownPage(
    "Send the form again?",
    paragraphs,
    `<form method="post"><button>Send it again</button></form>\n`,
  );
}

/** Bytes that are no page and no picture. */
export function unshownPage(contentType: string, byteLength: number): string {
  const kind = contentType === "" ? "no type" : `the type ${contentType}`;
  return ownPage("This response is not a page", [`It has ${kind} and ${byteLength} bytes.`]);
}

/** A script left the page in a way that cannot be followed. */
export function escapedPage(url: string): string {
  return ownPage("A script left this page", [
    'A script changed the address in a way this window cannot follow, such as window["loc" + "ation"]. Write location.href = … or location.assign(…) instead, then reload.',
    `Address: ${url}`,
  ]);
}
