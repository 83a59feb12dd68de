import { digest } from "../../assignment/fingerprint.ts";
import { FormatError } from "../../assignment/format-error.ts";
import type { HandIn } from "../../assignment/hand-in.ts";
import type { PrivateKey } from "../../assignment/key-pair.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import { looksLikeHandIn, openHandIn } from "../../assignment/sealed-hand-in.ts";
import { canvasByChance } from "../learners/canvas-by-chance.ts";
import { type Identified, identify, type Names } from "../learners/identify.ts";
import { type Apart, keptApart } from "../learners/kept-apart.ts";
import type { Remedies } from "../results/remedies.ts";
import type { Trouble } from "../results/trouble.ts";
import { ZipError } from "../zip/zip-error.ts";
import type { Found, FoundFile, UnnamedZip } from "./found-file.ts";
import { NotReadable } from "./not-readable.ts";

/** A hand-in of this assignment, with who handed it in. */
export interface OpenedHandIn extends Identified {
  readonly where: string;
  readonly batch: string;
  readonly fileAtMs?: number;
  readonly zip?: UnnamedZip;
  /** SHA-256 of the sealed bytes. */
  readonly hash: string;
  readonly receipt: string;
  readonly handIn: HandIn;
}

export interface OpenOrder {
  readonly found: Found;
  readonly key: PrivateKey;
  /** Of the assignment, and of earlier wordings of it whose hand-ins count too. */
  readonly fingerprints: ReadonlySet<string>;
  readonly names: Names;
  readonly remedies: Pick<Remedies, "whenOfAnotherAssignment">;
}

export interface Opened {
  readonly handIns: readonly OpenedHandIn[];
  readonly troubles: readonly Trouble[];
}

/** Opens what can be opened, in the order in which it was found. Whatever cannot is a trouble with a name. */
export async function openAll({ found, key, fingerprints, names, remedies }: OpenOrder): Promise<Opened> {
  const handIns: OpenedHandIn[] = [];
  const troubles: Trouble[] = [];
  const all: OpenedHandIn[] = [];
  const allNames = { ...names, canvasByChance: canvasByChance(found.files) };
  for (const file of found.files) {
    const outcome = await openOne(file, key, allNames);
    if (outcome.kind === "trouble") troubles.push(outcome.trouble);
    else all.push(outcome.opened);
  }
  const apart = keptApart(all);
  // Also of those that count no further below: who made a zip file is asked of all that is in it.
  const zipsOfSeveral = new Set(
    [...Map.groupBy(all, ({ zip }) => zip)]
      .filter(([, together]) => new Set(together.map(({ learner }) => learner.key)).size > 1)
      .map(([zip]) => zip),
  );
  const seen = new Map<string, OpenedHandIn>();
  for (const each of all) {
    const isApart = apart.get(each);
    const { otherName, ...rest } = each;
    const opened = isApart === undefined ? each : { ...rest, ...isApart.identified };
    const earlier = seen.get(opened.hash);
    if (earlier !== undefined && earlier.learner.key === opened.learner.key) continue;
    if (earlier !== undefined) troubles.push(sameFile(opened, earlier));
    seen.set(opened.hash, opened);
    if (!fingerprints.has(opened.handIn.assignment.fingerprint)) {
      troubles.push(about(opened, "foreign-assignment", foreignMessage(opened.handIn, remedies)));
      continue;
    }
    if (isApart !== undefined) troubles.push(about(opened, "name-differs", apartMessage(each, isApart)));
    else if (otherName !== undefined) {
      const message = `It was handed in by ${otherName}, and says that it is from ${opened.handIn.learner.name}. Its points are ${otherName}'s.`;
      troubles.push(about(opened, "name-differs", message));
    }
    const { zip, ...inNone } = opened;
    handIns.push(zipsOfSeveral.has(zip) ? inNone : opened);
  }
  return { handIns, troubles };
}

/** A trouble of an opened hand-in. */
export function about(
  { where, learner }: Pick<OpenedHandIn, "where" | "learner">,
  kind: Trouble["kind"],
  message: string,
): Trouble {
  return { kind, where, learner: learner.name, learnerKey: learner.key, message };
}

type Outcome =
  | { readonly kind: "opened"; readonly opened: OpenedHandIn }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

async function openOne(file: FoundFile, key: PrivateKey, names: Names): Promise<Outcome> {
  const trouble = (kind: Trouble["kind"], message: string): Outcome => {
    const { learner, mark } = identify(file.path, undefined, names);
    const isKnown = mark?.learnerName !== undefined || learner.roster !== undefined;
    const who = isKnown ? { learner: learner.name, learnerKey: learner.key } : {};
    return { kind: "trouble", trouble: { kind, where: file.where, ...who, message } };
  };
  let sealed: Uint8Array;
  try {
    sealed = await file.read();
  } catch (error) {
    if (error instanceof NotReadable) return trouble("not-read", error.message);
    if (error instanceof ZipError) return trouble("unreadable", error.message);
    throw error;
  }
  if (!looksLikeHandIn(sealed) && !/\.keepsake$/i.test(file.path))
    return trouble("not-a-hand-in", "It is no hand-in of Keepsake, and was left aside.");
  try {
    const handIn = await openHandIn(sealed, key);
    const hash = Buffer.from(digest(sealed)).toString("hex");
    return {
      kind: "opened",
      opened: {
        ...identify(file.path, handIn.learner, names),
        ...{ where: file.where, batch: file.batch, hash, receipt: receiptCode(sealed), handIn },
        ...(file.atMs === undefined ? {} : { fileAtMs: file.atMs }),
        ...(file.zip === undefined ? {} : { zip: file.zip }),
      },
    };
  } catch (error) {
    if (error instanceof FormatError) return trouble("unreadable", error.message);
    throw error;
  }
}

function sameFile(opened: OpenedHandIn, earlier: OpenedHandIn): Trouble {
  const from = opened.handIn.learner.name;
  return about(
    opened,
    "same-file",
    `It is the very same file as ${earlier.where}, from ${earlier.learner.name}; both say that they are from ${from}.`,
  );
}

function apartMessage({ mark }: OpenedHandIn, { people }: Apart): string {
  return `It is named as Canvas names files, and the user whom it names ("${mark?.learnerName}", ${mark?.learnerId}) would be ${people.join(" and ")}. Each of them was graded apart, by the name in the hand-in. If the files are not from Canvas, say by which pattern they are named.`;
}

function foreignMessage({ assignment }: HandIn, { whenOfAnotherAssignment }: OpenOrder["remedies"]): string {
  return `It is for another assignment, or for another wording of this one: "${assignment.title}". ${whenOfAnotherAssignment}`;
}
