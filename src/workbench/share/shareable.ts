import type { Setup } from "../../course/setup.ts";
import type { Workspace } from "../workspace.ts";

/** What can be shared of a screen: an exercise's files or a playground's. */
export interface Shareable {
  /** The permanent id that drafts are kept by. */
  readonly ownerId: string;
  /** Names a folder: lower-case words joined by hyphens. */
  readonly name: string;
  readonly title: string;
  readonly setup: Setup;
  readonly startPath: string;
  readonly workspace: Workspace;
}
