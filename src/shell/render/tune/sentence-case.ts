/** Capitals are a terminal's way to make a head stand out. */
export function sentenceCase(head: string): string {
  return head.charAt(0) + head.slice(1).toLowerCase();
}
