/** What Vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly duration?: number | null;
    }[];
  }[];
}

/** What Stryker's JSON reporter writes, likewise. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** One line of the summary. */
export interface FullResult {
  readonly what: string;
  readonly result: string;
  readonly passed: boolean;
  readonly minutes: number;
  /** Each test with its size, for who wants to know. */
  readonly details: readonly string[];
}

/** Tests that ran and those that failed; a file that could not run at all is a failure. */
export function resultOfTests(what: string, report: VitestReport, minutes: number): FullResult {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = tests.filter(({ status }) => status === "passed" || status === "failed");
  const failed = ran.filter(({ status }) => status === "failed").length;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const problems = [
    ...(failed > 0 ? [`**${failed} failed**`] : []),
    ...(broken > 0 ? [`**${broken} files could not run**`] : []),
    ...(ran.length === 0 ? ["**nothing ran**"] : []),
  ];
  return {
    what,
    passed: problems.length === 0,
    result: [`${ran.length - failed} of ${ran.length} passed`, ...problems].join(", "),
    minutes,
    details: ran.map(
      ({ ancestorTitles, title, status }) =>
        `${status === "passed" ? "passed" : "**failed**"}: ${[...ancestorTitles, title].join(": ")}`,
    ),
  };
}

const KILLED: readonly string[] = ["Killed", "Timeout"];
const ALIVE: readonly string[] = ["Survived", "NoCoverage"];

/** How many mutants of the core a test found. Those that cannot be compiled or run count for nobody. */
export function resultOfMutants(
  what: string,
  report: MutationReport,
  leastPercent: number,
  minutes: number,
): FullResult {
  const counted = Object.entries(report.files).map(([file, { mutants }]) => ({
    file,
    killed: mutants.filter(({ status }) => KILLED.includes(status)).length,
    alive: mutants.filter(({ status }) => ALIVE.includes(status)).length,
  }));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const killed = sum(counted.map((each) => each.killed));
  const all = killed + sum(counted.map((each) => each.alive));
  const percent = all === 0 ? 0 : (100 * killed) / all;
  const passed = percent >= leastPercent;
  return {
    what,
    passed,
    result: `${killed} of ${all} mutants killed, ${percent.toFixed(1)} %${passed ? "" : ` (**fewer than ${leastPercent} %**)`}`,
    minutes,
    details: counted.map((each) => `${each.file}: ${each.killed} of ${each.killed + each.alive}`),
  };
}

/** The part of the README between its two marks. */
export function markdownOf(results: readonly FullResult[], circumstances: string): string {
  const rows = results.map(({ what, result, minutes }) => `| ${what} | ${result} | ${minutes.toFixed(1)} |`);
  const details = results.flatMap(({ what, details }) => [
    `- ${what}`,
    ...details.map((line) => `  - ${line}`),
  ]);
  return [
    circumstances,
    ["| | result | minutes |", "|---|---|---|", ...rows].join("\n"),
    ["<details><summary>Each test with its size</summary>", "", ...details, "", "</details>"].join("\n"),
  ].join("\n\n");
}

const MARKS = /(<!-- full: [^>]*-->)[\s\S]*?(<!-- \/full -->)/;

/** The README with this part in place of the one before. Throws when its marks are gone. */
export function withFullResults(readme: string, part: string): string {
  if (!MARKS.test(readme)) {
    throw new Error("README.md has no place for the results: put <!-- full: … --> and <!-- /full --> there.");
  }
  return readme.replace(MARKS, (_all, begin: string, end: string) => `${begin}\n\n${part}\n\n${end}`);
}
