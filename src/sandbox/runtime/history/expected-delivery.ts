import { assumedDeliveryMs } from "../../destinations/delivery-time.ts";
import type { Assumptions } from "../assumptions.ts";
import { randomSequence, seedOf } from "../chance.ts";
import { countBelow, listedOffsets, type Offsets, offsetRange } from "../offsets.ts";
import { type Piece, pieceOf } from "../piece.ts";
import type { RecordPlace, Share } from "../ports.ts";
import { afterFailure, afterPartialFailure, type RetryDecision, type RetryRules } from "../retry-policy.ts";

export interface FluidFunction {
  readonly baseMs: number;
  readonly perRecordMs: number;
  readonly errorShare: number;
  readonly poisonShare: number;
  readonly timeoutMs: number;
}

/** What a batch comes to beyond one call that goes through, in the mean. */
export interface Extra {
  readonly invocations: number;
  /** Invocations that ended in a function error: a partial response is none. */
  readonly errors: number;
  /** Attempts that failed, in whole or in part. */
  readonly failures: number;
  readonly invokedRecords: number;
  readonly failedRecords: number;
  readonly givenUpRecords: number;
  /** Time in which the function runs, and time until the commit. */
  readonly executionMs: number;
  readonly elapsedMs: number;
  /** How likely it is that a batch does not go through at once. */
  readonly failingShare: number;
}

export interface BatchKind {
  readonly records: number;
  /** Partitions that its records come from. */
  readonly partitions: number;
  readonly poison: boolean;
  /** Of its records, when it is first brought to the function. */
  readonly ageMs: number;
}

export interface DeliveryRules {
  readonly function: FluidFunction;
  readonly retry: RetryRules;
  readonly hasDestination: boolean;
  readonly assumptions: Assumptions;
}

const nothing: Extra = {
  invocations: 0,
  errors: 0,
  failures: 0,
  invokedRecords: 0,
  failedRecords: 0,
  givenUpRecords: 0,
  executionMs: 0,
  elapsedMs: 0,
  failingShare: 0,
};
const parts = Object.keys(nothing) as (keyof Extra)[];

/**
 * Sizes are looked at in steps of a twentieth, ages in eighths of the limit: so many are remembered at most, and each
 * is tried out once.
 */
export function expectedDeliveries(rules: DeliveryRules): (kind: BatchKind) => Extra {
  const known = new Map<string, Extra>();
  const { errorShare, poisonShare } = rules.function;
  return (kind) => {
    // Poison that is retried for ever stops a partition, which is no matter of means.
    const poison = kind.poison && poisonShare > 0 && !retriesForEver(rules.retry);
    if (!poison && errorShare === 0 && !isTooLong(rules, kind.records)) return nothing;
    const records =
      kind.records < 20 ? Math.max(1, Math.round(kind.records)) : Math.round(1.05 ** Math.round(Math.log(kind.records) / Math.log(1.05)));
    const partitions = Math.max(1, Math.min(Math.round(kind.partitions), records));
    const { maximumAgeMs } = rules.retry;
    const ageMs = Number.isFinite(maximumAgeMs)
      ? (Math.floor((8 * Math.min(kind.ageMs, maximumAgeMs)) / maximumAgeMs) * maximumAgeMs) / 8
      : 0;
    const key = `${records} ${partitions} ${poison} ${ageMs}`;
    const extra = known.get(key) ?? extraOf(rules, { records, partitions, poison, ageMs });
    known.set(key, extra);
    return extra;
  };
}

/** A batch that fails is tried again for as long as it takes. */
export function retriesForEver({ retries, maximumAgeMs }: RetryRules): boolean {
  return !Number.isFinite(retries) && !Number.isFinite(maximumAgeMs);
}

/** So many batches are tried out, or batches with so many attempts in all. */
const mostBatches = 100;
const mostAttempts = 1_000;

/** Tries out batches that fail at their first attempt, by poison and by chance, with the runtime's own rules. */
function extraOf(rules: DeliveryRules, kind: BatchKind): Extra {
  const { errorShare, poisonShare } = rules.function;
  const random = randomSequence(seedOf("expected delivery", kind.records, kind.partitions));
  const poisonous = kind.poison ? 1 - (1 - poisonShare) ** kind.records : 0;
  // Whole batches that fail whenever they are tried are all alike.
  const batches = errorShare === 0 && !rules.retry.bisect && !rules.retry.partialResponses ? 1 : mostBatches;
  const byPoison =
    poisonous > 0 ? meanOf(batches, () => tryOut(rules, kind, { poison: drawPoison(kind, poisonShare, random), random })) : nothing;
  const byChance = isTooLong(rules, kind.records) ? 1 : errorShare;
  const failing = byChance > 0 ? meanOf(batches, () => tryOut(rules, kind, { poison: new Map(), random, failsFirst: true })) : nothing;
  const share = (1 - poisonous) * byChance;
  return { ...weightedSum(byPoison, poisonous, failing, share), failingShare: poisonous + share };
}

export function weightedSum(one: Extra, weight: number, other: Extra, otherWeight: number): Extra {
  return Object.fromEntries(parts.map((part) => [part, weight * one[part] + otherWeight * other[part]])) as unknown as Extra;
}

function meanOf(most: number, draw: () => Extra): Extra {
  const sum: Record<keyof Extra, number> = { ...nothing };
  let batches = 0;
  for (; batches < most && sum.invocations < mostAttempts; batches++) {
    const one = draw();
    for (const part of parts) sum[part] += one[part];
  }
  return Object.fromEntries(parts.map((part) => [part, sum[part] / batches])) as unknown as Extra;
}

type PoisonByPartition = ReadonlyMap<number, Offsets>;

/** Places of poison in a batch that has some: the first one is drawn knowing that there is one. */
function drawPoison({ records, partitions }: BatchKind, share: number, random: () => number): PoisonByPartition {
  const poisonous = 1 - (1 - share) ** records;
  const step = (chance: number): number => (share >= 1 ? 1 : 1 + Math.floor(Math.log1p(-chance) / Math.log1p(-share)));
  const each = Math.ceil(records / partitions);
  const byPartition = new Map<number, number[]>();
  for (let index = step(random() * poisonous) - 1; index < records; index += step(random())) {
    const partition = Math.floor(index / each);
    const offsets = byPartition.get(partition) ?? [];
    offsets.push(index % each);
    byPartition.set(partition, offsets);
  }
  return new Map([...byPartition].map(([partition, offsets]) => [partition, listedOffsets(offsets)]));
}

interface Circumstances {
  readonly poison: PoisonByPartition;
  readonly random: () => number;
  readonly failsFirst?: boolean;
}

/** One batch from its first attempt to its last. */
function tryOut(rules: DeliveryRules, kind: BatchKind, { poison, random, failsFirst = false }: Circumstances): Extra {
  const { retry, assumptions, function: fn } = rules;
  const sum: Record<keyof Extra, number> = { ...nothing };
  let pieces: readonly Piece[] = [pieceOf(sharesOf(kind))];
  let atMs = 0;
  while (pieces.length > 0) {
    const [piece = pieceOf([]), ...others] = pieces;
    atMs += assumptions.dispatchMs;
    if (kind.ageMs + atMs > retry.maximumAgeMs) {
      sum.givenUpRecords += piece.records;
      atMs += rules.hasDestination ? assumedDeliveryMs : 0;
      pieces = others;
      continue;
    }
    const durationMs = durationOf(fn, piece.records);
    sum.invocations += 1;
    sum.invokedRecords += piece.records;
    sum.executionMs += durationMs;
    atMs += durationMs;
    const inPiece = poisonOf(piece, poison);
    const error = isTooLong(rules, piece.records) || (failsFirst && sum.invocations === 1) || random() < fn.errorShare;
    if (!error && inPiece.length === 0) {
      pieces = others;
      continue;
    }
    const partial = !error && retry.partialResponses;
    sum.errors += partial ? 0 : 1;
    sum.failures += 1;
    sum.failedRecords += partial ? inPiece.length : piece.records;
    const decision = partial ? afterPartialFailure(piece, inPiece, retry, assumptions) : afterFailure(piece, retry, assumptions);
    const after = decided(rules, decision, others);
    sum.givenUpRecords += after.givenUpRecords;
    pieces = after.pieces;
    atMs += after.pauseMs;
    // A function that always fails, retried without end: so many calls stand for all.
    if (sum.invocations >= 100_000) break;
  }
  const records = kind.records;
  const once = durationOf(fn, records);
  return {
    ...sum,
    invocations: sum.invocations - 1,
    invokedRecords: sum.invokedRecords - records,
    executionMs: sum.executionMs - once,
    elapsedMs: atMs - once - assumptions.dispatchMs,
  };
}

function decided({ hasDestination }: DeliveryRules, decision: RetryDecision, others: readonly Piece[]) {
  return decision.kind === "give-up"
    ? { pieces: others, givenUpRecords: decision.piece.records, pauseMs: hasDestination ? assumedDeliveryMs : 0 }
    : { pieces: [...decision.pieces, ...others], givenUpRecords: 0, pauseMs: decision.afterMs };
}

function sharesOf({ records, partitions }: BatchKind): Share[] {
  const each = Math.ceil(records / partitions);
  return Array.from({ length: partitions }, (_, partition) => ({
    partition,
    offsets: offsetRange(0, Math.max(0, Math.min(each, records - partition * each))),
  })).filter(({ offsets }) => offsets.length > 0);
}

/** Pieces are stretches of the batch, or poison alone: their ends tell what lies in them. */
function poisonOf({ shares }: Piece, poison: PoisonByPartition): RecordPlace[] {
  return shares.flatMap(({ partition, offsets }) => {
    const places = poison.get(partition) ?? listedOffsets([]);
    const from = countBelow(places, offsets.at(0));
    const until = countBelow(places, offsets.at(offsets.length - 1) + 1);
    return Array.from({ length: until - from }, (_, index) => ({ partition, offset: places.at(from + index) }));
  });
}

export function durationOf({ baseMs, perRecordMs, timeoutMs }: FluidFunction, records: number): number {
  return Math.min(timeoutMs, baseMs + perRecordMs * records);
}

function isTooLong({ function: { baseMs, perRecordMs, timeoutMs } }: DeliveryRules, records: number): boolean {
  return baseMs + perRecordMs * records > timeoutMs;
}
