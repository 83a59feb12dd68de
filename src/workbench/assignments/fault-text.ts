import { LINK_LIMIT_BYTES, LinkError, type LinkFault } from "../../assignment/assignment-link.ts";
import { KeyError, type KeyFault } from "../../assignment/key-pair.ts";
import {
  HandInError,
  type HandInFault,
  SEALED_LIMIT_BYTES,
  UNPACKED_LIMIT_BYTES,
} from "../../assignment/sealed-hand-in.ts";
import * as words from "../../words/en/assignment-faults.ts";

/** What is wrong with a link, a key or what is handed in, and what to do, in the page's words; of anything else, what it says itself. */
export function faultText(error: unknown): string {
  if (error instanceof LinkError) return linkText[error.code](error.detail);
  if (error instanceof KeyError) return keyText[error.code](error.detail);
  if (error instanceof HandInError) return sealText[error.code]?.(error.detail) ?? error.message;
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

const BYTES_PER_MB = 1_024 * 1_024;

/** Only what can be wrong when one seals: a hand-in is opened by the command line, which speaks English. */
const sealText: Partial<Record<HandInFault, (detail: string) => string>> = {
  "too-large": () =>
    words.handInTooLarge(SEALED_LIMIT_BYTES / BYTES_PER_MB, UNPACKED_LIMIT_BYTES / BYTES_PER_MB),
  "not-valid": words.handInNotValid,
};
