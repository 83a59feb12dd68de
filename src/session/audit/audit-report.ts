import { CHECK_NUMBERS, type CheckNumber, SECURITY_CHECKS } from "./security-checks.ts";

/**
 * - "library": held whatever you set.
 * - "settings": held by how you set it.
 * - "application": held where your code does its part; see `why`.
 * - "not-held": see `remedy`.
 * - "not-applicable": nothing here that it could be asked of.
 */
export type AuditVerdict = "library" | "settings" | "application" | "not-held" | "not-applicable";

/** What the audit found at one check. */
export interface AuditFinding {
  readonly verdict: AuditVerdict;
  readonly why: string;
  /** What to change. */
  readonly remedy?: string;
}

/** One of the 44 checks, judged. */
export interface AuditLine extends AuditFinding {
  readonly check: CheckNumber;
  readonly title: string;
}

const HEADINGS: readonly (readonly [AuditVerdict, string])[] = [
  ["not-held", "Not held"],
  ["application", "Held where your code does its part"],
  ["settings", "Held by your settings"],
  ["not-applicable", "Not applicable"],
  ["library", "Held by the library, always"],
];

/** The live configuration against the 44 checks. Prints readably: `console.log(session.audit(app))`. */
export class AuditReport {
  /** Where sessions are kept: "redis", "sealed cookie". */
  readonly store: string;
  /** In the order of their numbers. */
  readonly checks: readonly AuditLine[];

  constructor(store: string, findings: Readonly<Record<CheckNumber, AuditFinding>>) {
    this.store = store;
    this.checks = CHECK_NUMBERS.map((check) => ({
      check,
      title: SECURITY_CHECKS[check],
      ...findings[check],
    }));
  }

  /** What is not held. Empty: ship it. */
  get notHeld(): readonly AuditLine[] {
    return this.checks.filter(({ verdict }) => verdict === "not-held");
  }

  toString(): string {
    const lines = [`Sessions in the ${this.store} store, against ${this.checks.length} checks`];
    for (const [verdict, heading] of HEADINGS) {
      const found = this.checks.filter((line) => line.verdict === verdict);
      if (found.length === 0) continue;
      lines.push("", `${heading} (${found.length})`);
      for (const { check, title, why, remedy } of found) {
        lines.push(`${String(check).padStart(4)}  ${title}.`, `      ${why}`);
        if (remedy !== undefined) lines.push(`      → ${remedy}`);
      }
    }
    return `${lines.join("\n")}\n`;
  }

  /** Node's own protocol for what `console.log` shows. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
