import { CHECK_NUMBERS, type CheckNumber, SECURITY_CHECKS } from "../../session/audit/security-checks.ts";

/**
 * - "good": looked right from outside.
 * - "fault": is wrong.
 * - "doubt": may be wrong; a person must look.
 */
export type Outcome = "good" | "fault" | "doubt";

export interface Observation {
  readonly check: CheckNumber;
  readonly outcome: Outcome;
  /** What was seen. Never a cookie's value. */
  readonly seen: string;
  /** What to change. */
  readonly remedy?: string;
}

const HEADINGS: readonly (readonly [Outcome, string])[] = [
  ["fault", "Faults"],
  ["doubt", "Look at these"],
  ["good", "Looks right"],
];

/** What the site says goes to a terminal, which must not take it for commands. */
function withoutControls(line: string): string {
  return line.replace(/\p{Cc}/gu, "\uFFFD");
}

/** What the doctor found. */
export class DoctorReport {
  readonly site: string;
  /** The session-id cookie's name; undefined: none was seen. */
  readonly cookie: string | undefined;
  readonly observations: readonly Observation[];
  /** Why there are not more of them. */
  readonly notes: readonly string[];

  constructor(
    site: string,
    cookie: string | undefined,
    observations: readonly Observation[],
    notes: readonly string[],
  ) {
    this.site = site;
    this.cookie = cookie;
    this.observations = observations.toSorted((one, other) => one.check - other.check);
    this.notes = notes;
  }

  get faults(): readonly Observation[] {
    return this.observations.filter(({ outcome }) => outcome === "fault");
  }

  /** The checks that nothing was seen of. */
  get unseen(): readonly CheckNumber[] {
    const seen = new Set(this.observations.map(({ check }) => check));
    return CHECK_NUMBERS.filter((check) => !seen.has(check));
  }

  toString(): string {
    const about = this.cookie === undefined ? "no session seen" : `its session cookie is ${this.cookie}`;
    const lines = [`${this.site}: ${about}`];
    for (const note of this.notes) lines.push("", note);
    for (const [outcome, heading] of HEADINGS) {
      const found = this.observations.filter((one) => one.outcome === outcome);
      if (found.length === 0) continue;
      lines.push("", `${heading} (${found.length})`);
      for (const { check, seen, remedy } of found) {
        lines.push(`${String(check).padStart(4)}  ${SECURITY_CHECKS[check]}.`, `      ${seen}`);
        if (remedy !== undefined) lines.push(`      → ${remedy}`);
      }
    }
    lines.push("", `Not seen from outside: ${this.unseen.join(", ")}`);
    return `${lines.map(withoutControls).join("\n")}\n`;
  }

  /** Indented JSON; a terminal finds no commands in it either. */
  toJsonText(): string {
    const json = JSON.stringify(this, null, 2).replace(
      /[\u007F-\u009F]/g,
      (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
    );
    return `${json}\n`;
  }

  toJSON(): object {
    const { site, cookie, observations, notes, unseen } = this;
    return {
      site,
      cookie,
      observations: observations.map((one) => ({ ...one, title: SECURITY_CHECKS[one.check] })),
      notes,
      unseen,
    };
  }
}
