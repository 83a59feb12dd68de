/** What became of one file in another tab. */
export interface FileNews {
  readonly path: string;
  /** `undefined`: it is as the starter has it, or gone when the starter has none. */
  readonly text: string | undefined;
  readonly savedAtMs: number;
  /** The `savedAtMs` of the text that this one came after; 0 for the starter. Who has a later one worked at the same time. */
  readonly afterMs: number;
}

/** Other tabs on the same exercise. */
export interface DraftChannel {
  tell(news: readonly FileNews[]): void;
  onTold(listener: (news: readonly FileNews[]) => void): void;
  /** Hears nothing any more. Without it, whoever listens is never let go of. */
  close(): void;
}
