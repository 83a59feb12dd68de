/** A stretch of a file in a language that no parser reads, for its colour. */
export interface TextToken {
  readonly from: number;
  readonly to: number;
  readonly kind: "delimiter" | "keyword" | "string" | "name" | "comment" | "emphasis";
}
