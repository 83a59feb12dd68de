const RUNS_AT_MOST = 3;
/** What our engines, our grader and our stores say when an answer did not come in time. */
const TIME_RAN_OUT =
  /took longer than|(?:did|does) not listen on port|(?:did not|got no) answer (?:from port \d+ )?(?:within|in time)|stopped answering|No session took part|it does not answer\./;

/**
 * The result of `run`. One in which time ran out says how busy the machine is, and nothing of what ran: `run` is
 * then repeated, three runs in all; what the last one says counts.
 */
export async function runAgainWhenLate<T>(
  run: () => Promise<T>,
  wordsOf: (result: T) => readonly string[],
): Promise<T> {
  for (let count = 1; ; count += 1) {
    const result = await run();
    if (count === RUNS_AT_MOST || !wordsOf(result).some((words) => TIME_RAN_OUT.test(words))) return result;
  }
}
