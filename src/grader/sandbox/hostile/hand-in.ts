/** A hand-in that cheats or does harm. Data: it is never evaluated but in the sandbox. */
export interface HostileHandIn {
  /** What it does. */
  readonly name: string;
  /** Its `server.ts`, in which {@link TrialPlaces} are put in. */
  readonly server: string;
  /** Which tests it must fail, of {@link TRIAL_TESTS}. Default: both. */
  readonly fails?: readonly string[];
  /** It does what Node's permissions forbid and the cell alone does not mind: children, workers. */
  readonly mayWithoutPermissions?: boolean;
}

/** What there is to steal and to reach on the machine that grades, by the word that stands for it in a hand-in. */
export interface TrialPlaces {
  readonly SECRET: string;
  readonly SECRET_FILE: string;
  readonly HOST_PORT: string;
  readonly HOST_SOCKET: string;
  readonly HOST_REPOSITORY: string;
  /** A piece of a reference solution, in base64: no hand-in that looks for it holds it. */
  readonly SOLUTION_BASE64: string;
  /** The secret again, which lies among the packages too. */
  readonly SECRET_BASE64: string;
}

export const COUNTS = "Each visitor is counted, and the session keeps it";
export const STAYS = "The count stays when the program restarts";

/** The exercise that they pretend to solve. Short, since there are many of them. */
export const TRIAL_TESTS = `
import { test } from "keepsake/grader";
import { expect } from "vitest";

test("${COUNTS}", async ({ browser, records, random }) => {
  const [alice, bob] = [browser("Alice"), browser("Bob")];
  const visits = random.integer(2, 5);
  for (let visit = 1; visit <= visits; visit += 1) {
    expect((await alice.get("/count")).json()).toEqual({ count: visit });
  }
  expect((await bob.get("/count")).json()).toEqual({ count: 1 });
  expect((await alice.get("/count")).json()).toEqual({ count: visits + 1 });
  expect((await records.of(alice)).data).toMatchObject({ count: visits + 1 });
});

test("${STAYS}", async ({ browser, program }) => {
  const alice = browser("Alice");
  await alice.get("/count");
  await program.restart();
  expect((await alice.get("/count")).json()).toEqual({ count: 2 });
});
`;

/** A right solution. */
export const HONEST = `
import { createApp, Router } from "keepsake";
Router.get("/count", (req, res) => res.json({ count: req.session.increment("count") }));
const app = await createApp();
app.listen(7148);
`;

/** A wrong one: it answers, and counts nobody. */
export const WRONG = `
import { createApp, Router } from "keepsake";
Router.get("/count", (req, res) => res.json({ count: 0 }));
const app = await createApp();
app.listen(7148);
`;

/** Solves the exercise only if `attack` sets `won`: whoever passes with it has broken out. */
export function rewarded(attack: string): string {
  return `
let won: unknown;
const tries = (attempt: () => unknown) => { try { won ||= attempt(); } catch {} };
${attack}
if (!won) throw new Error("Nothing won.");
${HONEST.replace("import {", "const {").replace('} from "keepsake"', '} = await import("keepsake")')}`;
}
