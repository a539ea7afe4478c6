/** Nobody changes a mapping for less: US dollars a month, and of today's cost. */
const least = { dollars: 5, share: 0.05 };

/** Whether what a change saves is worth it (R14), of a bill of so many US dollars a month today. */
export function isWorthwhile(saves: number, today: number): boolean {
  return saves >= Math.max(least.dollars, least.share * today);
}
