const SHOWN_CHARACTERS = 3;

/** `name=value` with the begin of its value, for a drawing; attributes are left out. */
export function shortCookie(cookie: string): string {
  const [pair = ""] = cookie.split(";", 1);
  const from = pair.indexOf("=") + 1;
  const value = pair.slice(from);
  return value.length <= SHOWN_CHARACTERS
    ? pair
    : `${pair.slice(0, from)}${value.slice(0, SHOWN_CHARACTERS)}…`;
}
