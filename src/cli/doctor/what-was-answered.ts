import { type SiteAnswer, SiteFailure } from "./site-client.ts";

/** Where the page sends its visitors; what is judged is what they get before they go. */
export function redirectNotes(samples: readonly SiteAnswer[], start: URL, isSeen: boolean): string[] {
  const found = redirect(samples, start);
  if (found === undefined) return [];
  const { target, status } = found;
  const isHere = target.origin === start.origin;
  const seenHere = "What is said here is of the redirect.";
  if (isHere && target.pathname === start.pathname) {
    // --start would name the page that was asked already.
    const itself = target.search === start.search ? "itself" : "itself with another query";
    const back = `GET ${start.pathname} sends visitors back to ${itself} (${status}).`;
    return [isSeen ? `${back} ${seenHere}` : back];
  }
  const there = isHere ? target.pathname : `${target.origin}${target.pathname}`;
  const next = isHere ? `--start ${shellWord(there)}` : `keepsake doctor ${shellWord(there)}`;
  return [
    `GET ${start.pathname} sends visitors on to ${there} (${status}). ` +
      (isSeen ? `${seenHere} To look there: ${next}` : `To look there: ${next}`),
  ];
}

/** One word for a shell, whatever a site has put into its address: the command is there to be copied. */
function shellWord(address: string): string {
  return /^[\w./:~%-]+$/.test(address) ? address : `'${address.replaceAll("'", "%27")}'`;
}

/**
 * Rejects what says nothing of sessions, so that nobody takes it for good: another site, an error.
 * Throws {@link SiteFailure}.
 */
export function refuseUnjudgeable(samples: readonly SiteAnswer[], start: URL): void {
  const found = redirect(samples, start);
  if (found !== undefined && found.target.origin !== start.origin) {
    throw new SiteFailure(redirectNotes(samples, start, false).join());
  }
  const failed = samples.find(isFailure);
  if (failed === undefined) return;
  const atTimes = failsAtTimes(samples, start);
  if (atTimes !== undefined) throw new SiteFailure(atTimes);
  throw new SiteFailure(
    `GET ${start.pathname} answered ${failed.status} and began no session, so nothing can be judged. ` +
      "Name a page that works and begins one: --start PATH.",
  );
}

/** Why there is no session to look at. */
export function noSessionNote(samples: readonly SiteAnswer[], start: URL): string {
  return (
    failsAtTimes(samples, start) ??
    `GET ${start.pathname} began no session, so there was little to see. Name a page that begins one: --start PATH. ` +
      "Or the cookie, if it is hard to tell: --cookie NAME."
  );
}

/** Of a page that sets cookies when it works: without some of its answers, nobody can tell which are new each time. */
function failsAtTimes(samples: readonly SiteAnswer[], start: URL): string | undefined {
  const failed = samples.find(isFailure);
  if (failed === undefined) return undefined;
  if (!samples.some((answer) => !isFailure(answer) && answer.cookies.length > 0)) return undefined;
  const { length } = samples.filter(({ status }) => status === failed.status);
  return `GET ${start.pathname} answered ${failed.status} to ${length} of ${samples.length} requests; ask again when it works every time.`;
}

function isFailure({ status }: SiteAnswer): boolean {
  return status >= 400;
}

function redirect(
  samples: readonly SiteAnswer[],
  start: URL,
): { readonly target: URL; readonly status: number } | undefined {
  const answer = samples.find(({ status }) => status >= 300 && status < 400);
  const location = answer?.header("location");
  if (answer === undefined || location === undefined || !URL.canParse(location, start)) return undefined;
  const target = new URL(location, start);
  return /^https?:$/.test(target.protocol) ? { target, status: answer.status } : undefined;
}
