import { MskctlError } from "../errors.ts";
import type { RunOptions } from "./run-options.ts";

/** All that a run has to know when it is gone on with; kept with it. */
export interface RunSettings {
  /** As commands name the source. */
  readonly name: string;
  /** As `sourceText` and `targetText` give them. */
  readonly source: string;
  readonly target: string;
  /** How records are written to files. */
  readonly format: "jsonl" | "kafka-event" | "raw";
  readonly mappingUuid: string | undefined;
  /** The function to invoke, with its qualifier; undefined for another target. */
  readonly functionName: string | undefined;
  readonly functionTimeoutMs: number;
  readonly partialResponses: boolean;
  readonly removal: "delete" | "tag" | "none";
  /** Send what is left of a range that has expired in part. */
  readonly allowPartial: boolean;
  /** Documents that came later are not of the run. */
  readonly untilMs: number;
  readonly options: RunOptions;
  /** Of a run that was made from the ledger of an exported one: where that stands, `s3://bucket/prefix/`. */
  readonly ledger?: string | undefined;
}

/** As a journal has kept them. Throws `storage` for what another version has written. */
export function readRunSettings(kept: Readonly<Record<string, unknown>>, runId: string): RunSettings {
  const { source, target, options } = kept;
  if (typeof source !== "string" || typeof target !== "string" || typeof options !== "object" || options === null) {
    throw new MskctlError("storage", `run ${runId} was written by another version of mskctl`, {
      suggestions: [`go on with that version, or give the run up: mskctl redrive purge ${runId}`],
    });
  }
  return kept as unknown as RunSettings;
}
