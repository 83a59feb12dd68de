import { type SiteAnswer, SiteFailure } from "./site-client.ts";

/** Where the page sends its visitors; what is judged is what they get before they go. */
export function redirectNotes(samples: readonly SiteAnswer[], start: URL, isSeen: boolean): string[] {
  const found = redirect(samples, start);
  if (found === undefined) return [];
  const { target, status } = found;
  const isHere = target.origin === start.origin;
  const there = isHere ? target.pathname : `${target.origin}${target.pathname}`;
  const next = isHere ? `--start ${there}` : `keepsake doctor ${there}`;
  return [
    `GET ${start.pathname} sends visitors on to ${there} (${status}). ` +
      (isSeen ? `What is said here is of the redirect. To look there: ${next}` : `To look there: ${next}`),
  ];
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
  const failed = samples.find(({ status }) => status >= 400);
  if (failed === undefined) return;
  throw new SiteFailure(
    `GET ${start.pathname} answered ${failed.status} and began no session, so nothing can be judged. ` +
      "Name a page that works and begins one: --start PATH.",
  );
}

function redirect(
  samples: readonly SiteAnswer[],
  start: URL,
): { readonly target: URL; readonly status: number } | undefined {
  const answer = samples.find(({ status }) => status >= 300 && status < 400);
  const location = answer?.header("location");
  if (answer === undefined || location === undefined || !URL.canParse(location, start)) return undefined;
  return { target: new URL(location, start), status: answer.status };
}
