const ESCAPE = "\u001b";

/** What a terminal sends, cut into keys: control characters and escape sequences one by one, letters in runs. */
export function* typedKeys(data: string): Generator<string> {
  let at = 0;
  while (at < data.length) {
    const length = keyLength(data.slice(at));
    yield data.slice(at, at + length);
    at += length;
  }
}

function keyLength(rest: string): number {
  if (!rest.startsWith(ESCAPE)) {
    const end = [...rest].findIndex((character) => isControl(character));
    if (end === 0) return 1;
    return end === -1 ? rest.length : [...rest].slice(0, end).join("").length;
  }
  const sequence = /^.(?:\[[\d;]*[A-Za-z~]|O[A-Za-z]|[^[O])/su.exec(rest)?.[0];
  return sequence?.length ?? 1;
}

/** Whether it is a key that is no letter. */
export function isControl(key: string): boolean {
  const code = key.charCodeAt(0);
  return code < 0x20 || code === 0x7f;
}
