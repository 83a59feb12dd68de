import { faultyProjects } from "./faults.cases.ts";
import { formatProjects } from "./formats.cases.ts";
import { linkingProjects } from "./linking.cases.ts";
import type { Project } from "./project.ts";
import { runningProjects } from "./running.cases.ts";

export type { Project } from "./project.ts";

export const projects: readonly Project[] = [
  ...linkingProjects,
  ...faultyProjects,
  ...runningProjects,
  ...formatProjects,
];
