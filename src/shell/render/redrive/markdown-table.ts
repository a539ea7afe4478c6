/** A table of GitHub Flavored Markdown. Cells are Markdown already, in which a pipe would end them. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
