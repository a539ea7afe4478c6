import type { Finding } from "../../core/finding.ts";
import type { LagReport } from "../../core/lag/report.ts";
import type { Look } from "../render/palette.ts";
import type { KnownMapping } from "./fleet-rows.ts";

/** What can be done to a mapping from the screen. */
export type LagAction = "pause" | "resume";

/** What a redrive of a mapping would do. */
export interface DryRun {
  /** What there is and how it would be sent: safe, and as wide as the look at most. */
  readonly lines: (look: Look) => readonly string[];
  readonly findings: readonly Finding[];
  /** To be typed for the real run, which asks first; undefined: there is nothing to send. */
  readonly command: string | undefined;
}

/** What tune says of a mapping. */
export interface Tuning {
  /** Safe, but not broken: commands are as long as they are. */
  readonly lines: (look: Look) => readonly string[];
  /** To be typed next; undefined: nothing is to be done. */
  readonly command: string | undefined;
}

/** How a dry run is followed, and broken off. */
interface DryRunAsked {
  readonly signal: AbortSignal;
  /** Documents that were looked at so far. */
  readonly onDocuments: (count: number) => void;
}

interface TuningAsked {
  readonly signal: AbortSignal;
  /** All is read. Nothing is drawn from when this has resolved until there is an answer, which is some seconds. */
  readonly onSearch: () => Promise<void>;
}

/** What the screen asks of the verb. Each rejects with MskctlError. */
export interface LagActions {
  /** The plan as the verb shows it; plain text, without colour codes. */
  plan(action: LagAction, report: LagReport): Promise<readonly string[]>;
  /** Does it; gives the closing sentence. */
  apply(action: LagAction, report: LagReport): Promise<string>;
  /** Reads only: no message of a queue is received for it. Its error's suggestions can be pasted. */
  dryRun(mapping: KnownMapping, asked: DryRunAsked): Promise<DryRun>;
  /** Reads fourteen days of metrics. Its error's suggestions can be pasted. */
  tuning(mapping: KnownMapping, asked: TuningAsked): Promise<Tuning>;
  /** The command that does, or shows, the same. */
  command(what: LagAction | "lag", report: LagReport): string;
  /** Writes them as the verb's JSON document; gives the file's path. */
  export(reports: readonly LagReport[]): Promise<string>;
}
