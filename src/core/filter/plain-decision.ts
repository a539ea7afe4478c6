import type { Condition } from "./compiled-pattern.ts";
import type { Decision, FilterOutcome } from "./count-tally.ts";
import { filterVerdict, type KafkaFilter, mappingVerdict } from "./kafka-filter.ts";
import { type DecodeUtf8, readRecordValue } from "./record-value.ts";
import { rejectionOf, tryingOrder } from "./rejection.ts";

/** Decides record by record, reading all of each value: what the fast engine is measured by. */
export class PlainDecider {
  readonly #filters: readonly { readonly filter: KafkaFilter; readonly order: readonly Condition[] }[];
  readonly #steps: ReadonlySet<string>;
  readonly #decodeUtf8: DecodeUtf8;

  constructor(filters: readonly KafkaFilter[], decodeUtf8: DecodeUtf8) {
    this.#filters = filters.map((filter) => ({ filter, order: tryingOrder(filter) }));
    this.#steps = new Set(filters.flatMap(({ compiled }) => [...compiled.steps]));
    this.#decodeUtf8 = decodeUtf8;
  }

  decide(bytes: Uint8Array | string | null): Decision {
    const value = readRecordValue(bytes, this.#steps, this.#decodeUtf8);
    const outcomes = this.#filters.map(({ filter, order }): FilterOutcome => {
      const verdict = filterVerdict(filter, value);
      return { verdict, rejection: verdict === "filteredOut" ? rejectionOf(filter, order, value) : undefined };
    });
    return { verdict: mappingVerdict(outcomes.map(({ verdict }) => verdict)), value, outcomes };
  }
}
