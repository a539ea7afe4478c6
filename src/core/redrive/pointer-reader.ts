import { isError, MskctlError } from "../errors.ts";
import type { Broker } from "../record/broker.ts";
import type { ByteTools } from "../record/byte-tools.ts";
import { shapeRecord } from "../record/shape-record.ts";
import { sharedEncoder } from "../record/shared-encoder.ts";
import { isUndecodableBatch } from "../record/undecodable-batch.ts";
import type { Clock } from "../time.ts";
import { laneName } from "./lane.ts";
import { LaneCursors } from "./lane-cursors.ts";
import { BoundsOfTopics, type LogBounds } from "./log-bounds.ts";
import type { LaneId, Part, PartContent, Reason, RecordReader, SettledRun } from "./ports.ts";
import { RangeContent, type RangeRules } from "./range-content.ts";

export interface PointerReaderParts {
  readonly broker: Pick<Broker, "read" | "offsets">;
  readonly clock: Clock;
  readonly tools: Pick<ByteTools, "encodeUtf8" | "encodeInto" | "encodeBase64">;
  /** Whether the mapping gives a record to its function, by its filters (`deliversWith`). */
  readonly delivers: (value: Uint8Array | null) => boolean;
  readonly options: PointerOptions;
  /** Called for a part that holds more or fewer records than its document claims. */
  readonly onDifference?: (difference: RangeDifference) => void;
}

export interface PointerOptions {
  /**
   * What a schema registry makes of the mapping's records: nothing; what only Lambda knows, so they are parked; or what does not matter here:
   * they are sent as they stand in the topic, and filters, which see decoded values, do not count.
   */
  readonly schema: "none" | "refuse" | "raw";
  /** Send what is left of a range that has expired in part, although its order is broken. */
  readonly allowPartial: boolean;
}

/** Of a document of several partitions only the sum of what is claimed is exact. */
export interface RangeDifference {
  readonly document: string;
  readonly lane: LaneId;
  readonly claimed: number;
  readonly found: number;
}

/** Readings that go on at once; each holds an answer of a broker, half a MiB. */
const mostCursors = 12;
/** Where a log begins and ends is asked again after this time. What expires meanwhile, the reading itself tells. */
const boundsMaxAgeMs = 5_000;
/** A transaction ends within a minute, unless its producer is lost (Apache Kafka, transaction.timeout.ms). */
const transactionWaitMs = 60_000;
const transactionPollMs = 1_000;
/** Beyond it an event's number would be another one for whoever reads it as a double. */
const largestOffset = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Reads records back from brokers, for documents that only say where they are. What is read is held against what the document says: a
 * log that ends before its offsets, or has other timestamps at its ends, is another one, and nothing of it is sent.
 */
export function pointerReader(parts: PointerReaderParts): RecordReader {
  const reader = new PointerReader(parts);
  return { read: (part) => reader.read(part) };
}

class PointerReader {
  readonly #parts: PointerReaderParts;
  readonly #bounds: BoundsOfTopics;
  readonly #cursors: LaneCursors;
  /** By lane: parts are read one after the other, as they were asked for. */
  readonly #turns = new Map<string, Promise<unknown>>();
  /** By lane: where a transaction stays open that was waited for in vain. */
  readonly #hanging = new Map<string, bigint>();

  constructor(parts: PointerReaderParts) {
    this.#parts = parts;
    this.#bounds = new BoundsOfTopics(parts.broker, parts.clock);
    this.#cursors = new LaneCursors(parts.broker, mostCursors);
  }

  read(part: Part): Promise<PartContent> {
    const name = laneName(part.lane);
    const turn = (this.#turns.get(name) ?? Promise.resolve()).then(() => this.#read(part));
    // What fails is asked for again by whoever asked.
    this.#turns.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  }

  async #read(part: Part): Promise<PartContent> {
    const { options, onDifference } = this.#parts;
    if (options.schema === "refuse") return settled(part, "parked", "schema");
    if (part.last > largestOffset) return settled(part, "parked", "not-taken");
    const bounds = await this.#boundsFor(part);
    if (bounds === undefined) return settled(part, "unrecoverable", "topic-gone");
    if (part.last >= bounds.end) return settled(part, "parked", "identity-mismatch");
    const range = new RangeContent(part, this.#rules(part));
    if (bounds.earliest > part.first) range.settle(least(bounds.earliest - 1n, part.last), "unrecoverable", "expired");
    try {
      if (range.next === part.first || options.allowPartial) await this.#readThrough(part, bounds.readable, range);
    } catch (error) {
      if (isError(error, "not-found")) return settled(part, "unrecoverable", "topic-gone");
      if (!isUndecodableBatch(error)) throw error;
      range.settle(part.last, "parked", "corrupt");
    }
    const content = range.content();
    const found = content.records.length;
    const isWhole = content.runs.every(({ reason }) => reason === undefined);
    if (part.found === undefined && isWhole && found !== part.claimed)
      onDifference?.({ document: part.document, lane: part.lane, claimed: part.claimed, found });
    return content;
  }

  async #readThrough({ lane, last }: Part, readable: bigint, range: RangeContent): Promise<void> {
    const until = least(readable, last + 1n);
    let goesOn = true;
    if (range.next < until)
      await this.#cursors.read({ ...lane, from: range.next, until }, readable, (item) => {
        goesOn = range.add(item);
        return goesOn;
      });
    if (goesOn && range.next < until)
      throw new MskctlError("unavailable", `topic ${lane.topic} gives nothing at offset ${range.next} of partition ${lane.partition}`);
    range.settle(last, "parked", "hanging-transaction");
  }

  /** Where the part's log begins and ends, when open transactions in its range have ended, or were waited for. */
  async #boundsFor({ lane, last }: Part): Promise<LogBounds | undefined> {
    const { clock } = this.#parts;
    const name = laneName(lane);
    const untilMs = clock.now() + transactionWaitMs;
    for (let maxAgeMs = boundsMaxAgeMs; ; maxAgeMs = 0) {
      const bounds = await this.#bounds.of(lane, maxAgeMs);
      if (bounds === undefined || last < bounds.readable) return bounds;
      if (maxAgeMs > 0) continue;
      if (last >= bounds.end || this.#hanging.get(name) === bounds.readable) return bounds;
      if (clock.now() >= untilMs) {
        this.#hanging.set(name, bounds.readable);
        return bounds;
      }
      await clock.sleep(transactionPollMs);
    }
  }

  #rules({ lane: { topic }, claimed }: Part): RangeRules {
    const { tools, delivers, options } = this.#parts;
    const { encodeBase64 } = tools;
    const encodeUtf8 = sharedEncoder(claimed, tools);
    return {
      delivers: options.schema === "raw" ? () => true : delivers,
      shape: (record) => shapeRecord(topic, record, { encodeBase64, encodeUtf8 }),
      allowPartial: options.allowPartial,
    };
  }
}

function settled({ first, last }: Part, outcome: SettledRun["outcome"], reason: Reason): PartContent {
  return { records: [], runs: [{ first, last, outcome, reason }] };
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
