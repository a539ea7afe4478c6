import { isError } from "../errors.ts";
import type { Broker } from "../record/broker.ts";
import type { Clock } from "../time.ts";
import type { LaneId } from "./ports.ts";

/** Where the log of a partition begins and ends. */
export interface LogBounds {
  /** The first offset that is kept. */
  readonly earliest: bigint;
  /** Readers of committed records get up to here. */
  readonly readable: bigint;
  /** Where the next record will be written. */
  readonly end: bigint;
}

interface TopicOffsets {
  readonly earliest: ReadonlyMap<number, bigint>;
  readonly readable: ReadonlyMap<number, bigint>;
  readonly end: ReadonlyMap<number, bigint>;
}

/** Bounds of all partitions of a topic, asked for together and kept for a while. */
export class BoundsOfTopics {
  readonly #broker: Pick<Broker, "offsets">;
  readonly #clock: Pick<Clock, "now">;
  readonly #known = new Map<string, { readonly asOfMs: number; readonly offsets: Promise<TopicOffsets | undefined> }>();
  /** Topics do not come back: one that is created again is another one. */
  readonly #gone = new Set<string>();

  constructor(broker: Pick<Broker, "offsets">, clock: Pick<Clock, "now">) {
    this.#broker = broker;
    this.#clock = clock;
  }

  /** Younger than `maxAgeMs`, so 0 asks anew; undefined: there is no such topic, or not this partition of it. Throws MskctlError. */
  async of({ topic, partition }: LaneId, maxAgeMs: number): Promise<LogBounds | undefined> {
    const offsets = await this.#offsets(topic, maxAgeMs);
    const [earliest, readable, end] = [offsets?.earliest.get(partition), offsets?.readable.get(partition), offsets?.end.get(partition)];
    return earliest === undefined || readable === undefined || end === undefined ? undefined : { earliest, readable, end };
  }

  #offsets(topic: string, maxAgeMs: number): Promise<TopicOffsets | undefined> {
    const known = this.#known.get(topic);
    if (known !== undefined && (this.#gone.has(topic) || this.#clock.now() - known.asOfMs < maxAgeMs)) return known.offsets;
    const offsets = this.#ask(topic);
    this.#known.set(topic, { asOfMs: this.#clock.now(), offsets });
    return offsets;
  }

  async #ask(topic: string): Promise<TopicOffsets | undefined> {
    try {
      // In this order: a log that grows and expires meanwhile never seems to end before it begins.
      const earliest = await this.#broker.offsets(topic, "earliest");
      const readable = await this.#broker.offsets(topic, "latest-committed");
      return { earliest, readable, end: await this.#broker.offsets(topic, "latest") };
    } catch (error) {
      if (isError(error, "not-found")) {
        this.#gone.add(topic);
        return undefined;
      }
      this.#known.delete(topic);
      throw error;
    }
  }
}
