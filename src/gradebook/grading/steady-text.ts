const TEXT_LIMIT_CHARACTERS = 2_000;
const PROJECT = "/project/";

/** Which of the two is said depends on what was noticed first. */
const WHY_NO_ANSWER =
  / (got no answer in time)\. (?:The program is computing without a pause: look for a loop that never ends\.|Does every path through its handler send a response\?)/g;

/**
 * What a test said, without what is another at each run: ids, moments, times, ports and the folder that the program ran in.
 * So the same hand-in gives the same report.
 */
export function steadyText(text: string): string {
  const steady = text
    .replaceAll(/(?:file:\/\/)?\/[^\s:'"()]*/g, insideProject)
    .replaceAll(/\b(127\.0\.0\.1|localhost|\[::1\]):\d{2,5}\b/g, "$1")
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z?/g, "(a time)")
    .replaceAll(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} [\d:]{8} GMT/g, "(a time)")
    .replaceAll(/\b1[5-9]\d{11}\b/g, "(a time)")
    .replaceAll(/ within [\d.]+ (?:seconds|ms)\b/g, " in time")
    .replaceAll(
      WHY_NO_ANSWER,
      " $1. Does every path through its handler send a response, and every loop end?",
    )
    .replaceAll(/[\w-]{20,}/g, (word) => (/\d/.test(word) && /\p{L}/u.test(word) ? "(an id)" : word));
  return steady.length > TEXT_LIMIT_CHARACTERS ? `${steady.slice(0, TEXT_LIMIT_CHARACTERS)}…` : steady;
}

/** A path as one writes it in the project; another as it is. */
function insideProject(path: string): string {
  const at = path.lastIndexOf(PROJECT);
  return at === -1 ? path : path.slice(at + PROJECT.length);
}
