import type { Benchmark } from "./benchmarks.ts";

const MARKS = /(<!-- figures: [^>]*-->)([\s\S]*?)(<!-- \/figures -->)/;
const FOREWORD =
  "Medians of interleaved runs on a shared machine with two cores: the ratios are what counts.";

/**
 * The README with what these benchmarks printed, each in its place between the two marks; what others printed earlier
 * stays. Throws when the marks are missing, and when a benchmark printed something without its heading.
 */
export function withFigures(
  readme: string,
  benchmarks: readonly Benchmark[],
  printed: ReadonlyMap<string, string>,
): string {
  const [, begin, figures = "", end] = MARKS.exec(readme) ?? [];
  if (begin === undefined || end === undefined) {
    throw new Error(
      "README.md has no place for figures: write <!-- figures: … --> and <!-- /figures --> there.",
    );
  }
  const sections = sectionsOf(figures, benchmarks);
  for (const [name, output] of printed) {
    const section = output.trim().replace(/^## /gm, "### ");
    const benchmark = benchmarks.find((each) => each.name === name);
    if (benchmark === undefined || !benchmark.heading.test(section.replace(/^### /, ""))) {
      throw new Error(
        `What ${name} printed does not begin with its heading, ${benchmark?.heading}: its place in the README would not be found again. Mend benchmarks.ts.\n${output}`,
      );
    }
    sections.set(name, section);
  }
  const inOrder = benchmarks.flatMap(({ name }) => sections.get(name) ?? []);
  const text = [begin, FOREWORD, ...inOrder, end].join("\n\n");
  return readme.replace(MARKS, () => text);
}

/** By the names of the benchmarks. Further headings of one belong to it, up to the first of another. */
function sectionsOf(figures: string, benchmarks: readonly Benchmark[]): Map<string, string> {
  const sections = new Map<string, string>();
  let current: string | undefined;
  for (const part of figures.split(/^(?=### )/m)) {
    const heading = /^### (.*)/.exec(part)?.[1];
    if (heading === undefined) continue;
    current = benchmarks.find((each) => each.heading.test(heading))?.name ?? current;
    if (current === undefined) continue;
    const before = sections.get(current);
    sections.set(current, before === undefined ? part.trim() : `${before}\n\n${part.trim()}`);
  }
  return sections;
}
