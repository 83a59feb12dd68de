/** Asked inside of such a frame, before it takes anything that a learner wrote. */
export function isOpaque(scope: { readonly origin: string }): boolean {
  return scope.origin === "null";
}
