import type { BootOptions, FileSystemTree, SpawnOptions, WebContainerProcess } from "@webcontainer/api";

/** What the engine uses of `@webcontainer/api`. */
export interface ContainerApi {
  /** Never settles where the runtime cannot be loaded. Rejects while there is another container. */
  boot(options?: BootOptions): Promise<Container>;
}

export interface Container {
  readonly workdir: string;
  mount(tree: FileSystemTree): Promise<void>;
  spawn(command: string, args: string[], options?: SpawnOptions): Promise<WebContainerProcess>;
  /** Throws when it is called again. What waits for the container's processes may then wait for ever. */
  teardown(): void;
}

export type { FileSystemTree, WebContainerProcess };

/** Loads the package when it is first needed; the runtime itself then comes from StackBlitz's servers. */
export async function loadContainerApi(): Promise<ContainerApi> {
  const { WebContainer } = await import("@webcontainer/api");
  return WebContainer;
}
