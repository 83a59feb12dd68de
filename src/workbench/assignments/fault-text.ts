import { LINK_LIMIT_BYTES, LinkError, type LinkFault } from "../../assignment/assignment-link.ts";
import { KeyError, type KeyFault } from "../../assignment/key-pair.ts";
import * as words from "../../words/en/assignment-faults.ts";

/** What is wrong with a link or a key, and what to do, in the page's words; of anything else, what it says itself. */
export function faultText(error: unknown): string {
  if (error instanceof LinkError) return linkText[error.code](error.detail);
  if (error instanceof KeyError) return keyText[error.code](error.detail);
  return error instanceof Error ? error.message : String(error);
}

const linkText: Record<LinkFault, (detail: string) => string> = {
  "no-link": () => words.noLink,
  broken: () => words.linkBroken,
  cut: () => words.linkCut,
  newer: words.linkNewer,
  "too-long": words.linkTooLong,
  "too-long-to-send": (bytes) => words.linkTooLongToSend(bytes, LINK_LIMIT_BYTES),
  "not-valid": words.linkNotValid,
};

const keyText: Record<KeyFault, (detail: string) => string> = {
  "not-a-key": () => words.noKey,
  "newer-version": words.keyNewer,
  "not-valid": words.keyNotValid,
  "no-public-key": () => words.noPublicKey,
  "no-pair": () => words.noPair,
};
