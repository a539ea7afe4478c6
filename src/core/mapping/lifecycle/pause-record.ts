import { MskctlError } from "../../errors.ts";
import type { Chosen } from "./choice.ts";

/** What the file of `pause --save` says it is. */
export const pauseRecordKind = "paused-mappings";

/** The mappings that a pause has stopped, so that `resume` can start exactly those. */
export interface PauseRecord {
  readonly accountId: string | undefined;
  readonly region: string;
  /** ISO 8601. */
  readonly pausedAt: string;
  readonly mappings: readonly { readonly uuid: string; readonly name: string }[];
}

export function pauseRecord(
  paused: readonly Chosen[],
  { accountId, region, nowMs }: { readonly accountId: string | undefined; readonly region: string; readonly nowMs: number },
): PauseRecord {
  const mappings = paused.map(({ mapping, name }) => ({ uuid: mapping.UUID, name }));
  return { accountId, region, pausedAt: new Date(nowMs).toISOString(), mappings };
}

/** True when starting what the record names would start all of `chosen`. */
export function namesAll({ mappings }: PauseRecord, chosen: readonly Chosen[]): boolean {
  const named = new Set(mappings.map(({ uuid }) => uuid));
  return chosen.every(({ mapping }) => named.has(mapping.UUID));
}

/**
 * Reads a record that was saved. Errors: `malformed-file` when it is none, `refused` when it is of another account or Region
 * than the verb talks to: its mappings cannot be found there.
 */
export function readPauseRecord(state: unknown, place: { readonly accountId: string | undefined; readonly region: string }): PauseRecord {
  if (!isRecord(state)) throw new MskctlError("malformed-file", "this is no record of paused mappings");
  const { accountId, region, mappings } = state;
  const isElsewhere =
    region !== place.region || (accountId !== undefined && place.accountId !== undefined && accountId !== place.accountId);
  if (isElsewhere && mappings.length > 0) {
    const from = `${region}${accountId === undefined ? "" : ` of account ${accountId}`}`;
    throw new MskctlError("refused", `these mappings were paused in ${from}`, {
      suggestions: [`add --region ${region}`],
      details: { region, accountId },
    });
  }
  return state;
}

function isRecord(state: unknown): state is PauseRecord {
  const { accountId, region, pausedAt, mappings } = Object(state) as Record<string, unknown>;
  return (
    (accountId === undefined || typeof accountId === "string") &&
    typeof region === "string" &&
    typeof pausedAt === "string" &&
    Array.isArray(mappings) &&
    mappings.every((each: unknown) => {
      const { uuid, name } = Object(each) as Record<string, unknown>;
      return typeof uuid === "string" && typeof name === "string";
    })
  );
}
