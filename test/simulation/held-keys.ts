import type { JournalEntry } from "../../src/core/redrive/journal.ts";
import type { OutgoingBatch } from "../../src/core/redrive/ports.ts";
import { recordName, type Scenario } from "./scenario.ts";

/** Invariant 4: behind a record that is parked as poison, nothing of its key and partition is sent until it is tried again. */
export class HeldKeys {
  readonly #scenario: Scenario;
  /** By partition and key: the first offset that is parked as poison on disk. */
  readonly #poison = new Map<string, bigint>();

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
  }

  written(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      if (entry.kind !== "settled" || entry.outcome !== "parked" || entry.reason !== "poison") continue;
      const held = this.#heldName(entry.lane, entry.first);
      if (held !== undefined && !((this.#poison.get(held) ?? entry.first) < entry.first)) this.#poison.set(held, entry.first);
    }
  }

  /** What parks them was mended. */
  retried(): void {
    this.#poison.clear();
  }

  /** Records of a batch that should have been held back. */
  overtaking({ lane, records }: OutgoingBatch): readonly string[] {
    return records.flatMap(({ offset }) => {
      const held = this.#heldName(lane, offset);
      const poison = held === undefined ? undefined : this.#poison.get(held);
      if (poison === undefined || offset <= poison) return [];
      return [`${recordName(lane, offset)} was sent behind ${poison}, which is parked as poison with the same key`];
    });
  }

  /** As the topic truly is. */
  #heldName(lane: OutgoingBatch["lane"], offset: bigint): string | undefined {
    const key = this.#scenario.log.get(recordName(lane, offset))?.key;
    return key === undefined ? undefined : `${lane.topic}/${lane.partition} ${key}`;
  }
}
