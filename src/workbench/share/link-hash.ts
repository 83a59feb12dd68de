/** What stands behind the `#` before the code. */
export const LINK_NAME = "code";

/** Whether a `location.hash` means to carry code. */
export function carriesCode(hash: string): boolean {
  return hash.startsWith(`#${LINK_NAME}=`);
}

/** A link pasted into the address of a page that is open changes the hash alone: the page then begins anew. */
export function reloadForCode(): void {
  window.addEventListener("hashchange", () => {
    if (carriesCode(location.hash)) location.reload();
  });
}

/** Takes the code out of the address, so that a reload does not ask about it again. */
export function forgetCode(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
}
