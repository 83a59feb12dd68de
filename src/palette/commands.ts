/** What a page lets one do, by name or by key. */
export interface Command {
  /** Unique on the page: "run", "open-file:server.ts". */
  readonly id: string;
  /** As it stands in the list, an order: "Run the program". */
  readonly title: string;
  readonly group: CommandGroup;
  /** What does the same from the keyboard, each in the notation of `keys.ts`: "Mod+Enter", "n". Absent: nothing does. */
  readonly keys?: readonly string[];
  /** A part of the page hears these keys itself, while it has the focus: pressed elsewhere, they mean nothing. */
  readonly keysAreLocal?: true;
  /** Other words that somebody may look for it by. */
  readonly words?: string;
  /** False: it stands in the sheet of shortcuts, but can do nothing now. Default true. */
  readonly isAvailable?: boolean;
  /** Does it. Whatever it returns is not waited for. */
  readonly run: () => unknown;
}

/** In the order in which they stand. */
export const commandGroups = ["Program", "Files", "Editor", "Panes", "Course", "Site"] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Asked each time that commands are looked at, so that they are what can be done at that moment. */
export type CommandSource = () => readonly Command[];

const sources = new Set<CommandSource>();

/** Adds commands to this page, until the returned function is called. */
export function offerCommands(source: CommandSource): () => void {
  sources.add(source);
  return () => sources.delete(source);
}

/** All commands of this page by group, each group in the order in which it was offered. */
export function offeredCommands(): Command[] {
  const all = [...sources].flatMap((source) => source());
  return commandGroups.flatMap((group) => all.filter((command) => command.group === group));
}

/** What opens the palette: a command like others, but not one to offer there. */
export const SEARCH_COMMAND = "search";
