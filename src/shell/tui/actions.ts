import type { LagReport } from "../../core/lag/report.ts";

/** What can be done to a mapping from the screen. */
export type LagAction = "pause" | "resume";

/** What the screen asks of the verb. Each rejects with MskctlError. */
export interface LagActions {
  /** The plan as the verb shows it; plain text, without colour codes. */
  plan(action: LagAction, report: LagReport): Promise<readonly string[]>;
  /** Does it; gives the closing sentence. */
  apply(action: LagAction, report: LagReport): Promise<string>;
  /** The command that does, or shows, the same. */
  command(what: LagAction | "lag", report: LagReport): string;
  /** Writes them as the verb's JSON document; gives the file's path. */
  export(reports: readonly LagReport[]): Promise<string>;
}
