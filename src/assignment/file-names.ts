import { cutToBytes } from "./cut-to-bytes.ts";
import type { HandIn } from "./hand-in.ts";

export const HAND_IN_EXTENSION = ".keepsake";
export const KEY_EXTENSION = ".key";
export const FEEDBACK_EXTENSION = ".feedback.json";
const PART_LIMIT_CHARACTERS = 40;
/** Two of them and what is put around them are a name that every file system takes: they count bytes, 255 of them. */
const PART_LIMIT_BYTES = 100;

/** "ada-lovelace-carts-2.keepsake". For people to find it by: nothing that matters is read from a file's name. */
export function handInFileName({ learner, assignment, sequence }: HandIn): string {
  const again = sequence === 1 ? "" : `-${sequence}`;
  return `${namePart(learner.name, "learner")}-${namePart(assignment.title, "assignment")}${again}${HAND_IN_EXTENSION}`;
}

export function keyFileName(label: string): string {
  return `${namePart(label, "class")}${KEY_EXTENSION}`;
}

export function feedbackFileName(learnerName: string, title: string): string {
  return `${namePart(learnerName, "learner")}-${namePart(title, "assignment")}${FEEDBACK_EXTENSION}`;
}

/** Letters and digits of any script, the rest as hyphens, so that every system takes it. */
function namePart(text: string, otherwise: string): string {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const some = Array.from(words.join("-")).slice(0, PART_LIMIT_CHARACTERS).join("");
  const part = cutToBytes(some, PART_LIMIT_BYTES).replace(/-$/, "");
  return part === "" ? otherwise : part;
}
