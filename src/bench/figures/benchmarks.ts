/** One of the programs of this folder. */
export interface Benchmark {
  /** Of its file, without the ending. */
  readonly name: string;
  /** How the heading of what it prints begins: so its place in the README is found. */
  readonly heading: RegExp;
  /** It fetches packages that are no part of this project, so it runs when it is named and not with all. */
  readonly isOnlyByName?: true;
}

/** In the order of the README. */
export const benchmarks: readonly Benchmark[] = [
  { name: "session", heading: /^Sessions\b/ },
  { name: "engine", heading: /^The in-page engine\b/ },
  { name: "user-agent", heading: /^Requests per second\b/ },
  { name: "inspector", heading: /^The inspector\b/ },
  { name: "check", heading: /^Check:/ },
  { name: "sandbox", heading: /^Grading in the sandbox\b/ },
  { name: "regrade", heading: /^Grading \d+ hand-ins\b/ },
  { name: "lighthouse", heading: /^Lighthouse\b/ },
  { name: "typing-latency", heading: /^Typing in the workbench\b/ },
  { name: "tutorialkit", heading: /^Beside a TutorialKit site\b/, isOnlyByName: true },
];
