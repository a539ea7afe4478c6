import { MskctlError } from "../../errors.ts";
import type { PoisonKey } from "../poison-keys.ts";
import { chunkName, type LaneChunk, type LaneItem, type TurnAnswer } from "./handover.ts";
import { readHistory } from "./history.ts";
import { type LedgerBatch, type TurnParts, workTurn } from "./turn.ts";

export interface LaneTurnParts extends TurnParts {
  /** `number` from 1. */
  chunk(item: LaneItem, number: number): Promise<LaneChunk>;
}

/** Works on a lane, a chunk after the other, as long as there is time. Throws as `workTurn`. */
export async function workLane(item: LaneItem & { readonly turn?: TurnAnswer | undefined }, parts: LaneTurnParts): Promise<TurnAnswer> {
  const first = item.turn?.chunk ?? 1;
  let [redriven, parked, removed] = [0, 0, 0];
  let carried = await carriedInto(item, first, parts);
  for (let chunk = first; chunk <= item.chunks; chunk++) {
    const { poisonKeys, ...answer } = await workTurn(chunkOf(item, chunk, carried, parts), parts);
    redriven += answer.redriven;
    parked += answer.parked;
    removed += answer.removed;
    if (!answer.isDone) return { ...answer, chunk, redriven, parked, removed };
    carried = poisonKeys;
  }
  return { isDone: true, waitSeconds: 0, chunk: item.chunks, redriven, parked, removed };
}

function chunkOf(item: LaneItem, number: number, carried: readonly PoisonKey[], { chunk }: LaneTurnParts): LedgerBatch {
  return {
    name: chunkName(item, number),
    lane: item.lane,
    carried,
    documents: async () => ({ planned: (await chunk(item, number)).documents, left: [] }),
  };
}

/** Keys that chunks before this one have parked. */
async function carriedInto(item: LaneItem, number: number, { ledger, bytes }: LaneTurnParts): Promise<readonly PoisonKey[]> {
  if (number === 1) return [];
  const before = chunkName(item, number - 1);
  const ended = (await readHistory(ledger, before, bytes)).turns.at(-1)?.ended;
  if (ended?.isDone === true) return ended.poisonKeys;
  throw new MskctlError(
    "storage",
    `chunk ${number} of a lane comes next, but the ledger of ${before} does not say that the one before it is done`,
    {
      suggestions: ["begin with the lane's first chunk: what is done is not done again"],
    },
  );
}
