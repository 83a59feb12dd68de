/** "The first cookie!" → "the-first-cookie". Empty when the title has no letter or digit. */
export function slugOf(title: string): string {
  return title
    .normalize("NFD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
