import { readSecrets } from "../secrets.ts";
import { SessionError } from "../session-error.ts";

/**
 * The secrets of another system, newest first. They must be as strong as ours, because whoever guesses one
 * signs in as anybody. Throws {@link SessionError} "bad-setting".
 */
export function foreignSecrets(
  setting: string,
  newest: string,
  older: readonly string[] = [],
): readonly string[] {
  const secrets = [newest, ...older];
  // The other system takes them as they are, with blanks and empty ones.
  if (secrets.some((secret) => secret !== secret.trim() || secret === "")) {
    throw new SessionError(
      "bad-setting",
      `${setting} is empty or has blanks at an end, which settings files lose. Use one without.`,
    );
  }
  return readSecrets(setting, secrets) ?? [];
}
