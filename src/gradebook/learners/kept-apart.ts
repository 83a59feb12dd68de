import { type Identified, sameName } from "./identify.ts";

/** A hand-in with who handed it in. */
interface Handed extends Identified {
  readonly handIn: { readonly learner: { readonly name: string } };
}

export interface Apart {
  readonly identified: Identified;
  /** Everybody whom the one user would be. */
  readonly people: readonly string[];
}

/**
 * Who handed in, when a user of Canvas would be several people, and none of them by the name that Canvas says: the names
 * of the files have Canvas's form by chance, or one learner hands in for others. They are learners of their own, none of
 * whom is a user of Canvas. A mark that something is late stays; that it is in time is not believed without one. Those that are not among the keys are
 * as they were.
 */
export function keptApart<Each extends Handed>(handed: readonly Each[]): ReadonlyMap<Each, Apart> {
  const byUser = Map.groupBy(handed, ({ mark, learner }) =>
    mark?.lms === "canvas" && mark.learnerName !== undefined && learner.roster === undefined
      ? learner.key
      : undefined,
  );
  byUser.delete(undefined);
  return new Map(
    [...byUser.values()].flatMap((ofUser) => {
      const people = distinct(ofUser.map(says));
      const isAmongThem = ofUser.some(
        (each) => each.mark?.learnerName !== undefined && sameName(each.mark.learnerName, says(each)),
      );
      if (people.length < 2 || isAmongThem) return [];
      return ofUser.map((each) => [each, { identified: apart(each, people), people }] as const);
    }),
  );
}

function says({ handIn }: Handed): string {
  return handIn.learner.name;
}

function apart(handed: Handed, people: readonly string[]): Identified {
  const { learner, mark } = handed;
  const person = people.find((each) => isOnePerson(each, says(handed)));
  const { isLate, ...unsure } = mark ?? { lms: "canvas", fileName: "" };
  return {
    learner: { key: `${learner.key}:${person}`, name: learner.name, number: learner.number },
    mark: isLate === true ? { ...unsure, isLate } : unsure,
  };
}

function distinct(names: readonly string[]): string[] {
  const found: string[] = [];
  for (const name of names.toSorted()) if (!found.some((each) => isOnePerson(each, name))) found.push(name);
  return found;
}

function isOnePerson(one: string, other: string): boolean {
  return one === other || sameName(one, other);
}
