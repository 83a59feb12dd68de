/** The members of the club. In real life a table, with hashes in place of passwords. */
const members = new Map([
  ["alice", "tea at five"],
  ["bob", "bread and butter"],
  ["carol", "one more song"],
]);

export function isRight(user: unknown, password: unknown): user is string {
  return typeof user === "string" && typeof password === "string" && members.get(user) === password;
}
