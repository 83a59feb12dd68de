/** Text with a line feed at each line's end, as the editor has it: a file from Windows has another character there too. */
export function withLineFeeds(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}
