/**
 * What the frames that hold learners' code load, on pages of their own. Public, and the same for everyone. Their pages have
 * policies of their own, so that of the course's pages is never put on them.
 */
export const FRAME_FOLDERS: readonly string[] = ["/preview/", "/engine/"];
