export const REFERRER_POLICIES = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "origin",
  "origin-when-cross-origin",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
] as const;

export type ReferrerPolicy = (typeof REFERRER_POLICIES)[number];

export const DEFAULT_REFERRER_POLICY: ReferrerPolicy = "strict-origin-when-cross-origin";

const policies: ReadonlySet<string> = new Set(REFERRER_POLICIES);
/** Words of an older draft, which `<meta name="referrer">` still knows (HTML §4.2.5.1). */
const olderWords: ReadonlyMap<string, ReferrerPolicy> = new Map<string, ReferrerPolicy>([
  ["never", "no-referrer"],
  ["default", DEFAULT_REFERRER_POLICY],
  ["always", "unsafe-url"],
  ["origin-when-crossorigin", "origin-when-cross-origin"],
]);

function isPolicy(text: string): text is ReferrerPolicy {
  return policies.has(text);
}

/** The last known policy of a `Referrer-Policy` header's list; `undefined` when there is none. */
export function parseReferrerPolicy(header: string | undefined): ReferrerPolicy | undefined {
  return header
    ?.split(",")
    .map((part) => part.trim().toLowerCase())
    .filter(isPolicy)
    .at(-1);
}

/** What a `referrerpolicy` attribute or property names; `undefined` for what is no policy. */
export function namedReferrerPolicy(text: string | null): ReferrerPolicy | undefined {
  const word = text?.toLowerCase() ?? "";
  return isPolicy(word) ? word : undefined;
}

/** What a `<meta name="referrer">` names. */
export function metaReferrerPolicy(content: string | null): ReferrerPolicy | undefined {
  const word = content?.trim().toLowerCase() ?? "";
  return olderWords.get(word) ?? namedReferrerPolicy(word);
}
