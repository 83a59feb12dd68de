import type { Handler, Link } from "../../remote/link.ts";
import type { FolderFile, SharedFolder } from "../../shared-folder.ts";

/** What a page asks of its folder, by names that no engine's verb has. */
interface FolderVerbs {
  "folder.read": Record<string, never>;
  "folder.look": { readonly path: string };
  "folder.replace": {
    readonly path: string;
    readonly from: string | undefined;
    readonly to: string | undefined;
  };
  "folder.clear": Record<string, never>;
}

/** The folder's verbs, for the link through which a page uses it. */
export function folderHandlers(folder: SharedFolder): Readonly<Record<string, Handler>> {
  const verbs: { [Verb in keyof FolderVerbs]: (value: FolderVerbs[Verb]) => unknown } = {
    "folder.read": () => folder.read(),
    "folder.look": ({ path }) => folder.look(path),
    "folder.replace": ({ path, from, to }) => folder.replace(path, from, to),
    "folder.clear": () => folder.clear(),
  };
  return verbs as Readonly<Record<string, Handler>>;
}

/** The folder at the other end of the link. */
export function remoteFolder(name: string, link: Link): SharedFolder {
  return {
    name,
    read: async () => (await link.call("folder.read", {})) as Record<string, FolderFile>,
    look: async (path) => (await link.call("folder.look", { path })) as FolderFile | undefined,
    replace: async (path, from, to) => (await link.call("folder.replace", { path, from, to })) as boolean,
    clear: async () => {
      await link.call("folder.clear", {});
    },
  };
}
