import { Facet } from "@codemirror/state";

/** The path of the file that an editor state holds; empty when it holds none. */
export const editedPath = Facet.define<string, string>({ combine: ([path = ""]) => path });
