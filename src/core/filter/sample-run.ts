import { CountTally, type Decision } from "./count-tally.ts";
import type { KafkaFilter } from "./kafka-filter.ts";
import type { LineCounter, LineCounts } from "./line-counts.ts";
import { forEachLine } from "./lines.ts";
import type { Expectations, FailedExpectation, SamplePlace } from "./lint-report.ts";
import type { Observation } from "./observation.ts";
import { Observer } from "./observer.ts";
import { PlainDecider } from "./plain-decision.ts";
import type { DecodeUtf8, RecordValue } from "./record-value.ts";
import type { Sample, SampleChunk } from "./sample.ts";

export interface SampleRunOptions {
  readonly decodeUtf8: DecodeUtf8;
  /** Decides the lines that are not looked at closely. */
  readonly lineCounter: LineCounter;
  /** So many records are looked at closely, to say why filters take or leave them. */
  readonly closeLooks: number;
  /** Keep the values of the first records of each kind. */
  readonly showPayload?: boolean;
}

/** What a run has come to. */
export interface SampleRunResult {
  /** Records that were decided one by one, and those that were decided in bulk. */
  readonly counts: readonly [closely: LineCounts, inBulk: LineCounts];
  readonly undecodable: ReadonlyMap<string, number>;
  readonly expectations: Expectations;
  /** For each filter, what was seen at the paths of its conditions. */
  readonly observations: readonly (readonly Observation[])[];
}

/** So many wrong expectations are named. */
const mostFailures = 100;

/** Sends samples through the filters of one mapping. */
export class SampleRun {
  readonly #options: SampleRunOptions;
  readonly #decider: PlainDecider;
  readonly #observer: Observer;
  readonly #closely: CountTally;
  readonly #undecodable = new Map<string, number>();
  readonly #failed: FailedExpectation[] = [];
  #expected = 0;
  #asExpected = 0;

  constructor(filters: readonly KafkaFilter[], options: SampleRunOptions) {
    this.#options = options;
    this.#decider = new PlainDecider(filters, options.decodeUtf8);
    this.#observer = new Observer(filters);
    this.#closely = new CountTally(filters.length);
  }

  get result(): SampleRunResult {
    return {
      counts: [this.#closely, this.#options.lineCounter.counts],
      undecodable: this.#undecodable,
      expectations: { total: this.#expected, passed: this.#asExpected, failed: this.#failed },
      observations: this.#observer.observations,
    };
  }

  take(chunk: SampleChunk): void {
    if (chunk.kind === "lines") this.#takeLines(chunk.bytes, { source: chunk.source, line: chunk.firstLine });
    else for (const sample of chunk.samples) this.#takeSample(sample, placeOf(chunk.source, sample));
  }

  #takeLines(bytes: Uint8Array, first: SamplePlace): void {
    const { source } = first;
    const { from, line } = this.#looksDone
      ? { from: 0, line: first.line }
      : forEachLine(bytes, 0, first.line, (start, end, number) => {
          this.#decide(bytes.subarray(start, end), { source, line: number });
          return !this.#looksDone;
        });
    this.#options.lineCounter.add(bytes, from, { source, line });
  }

  #takeSample({ value, expect, undecodable }: Sample, place: SamplePlace): void {
    if (undecodable === undefined) {
      const { verdict } = this.#decide(value, place);
      if (expect !== undefined) this.#compare(expect, verdict, place);
    } else {
      this.#undecodable.set(undecodable, (this.#undecodable.get(undecodable) ?? 0) + 1);
      // Lambda does not hand such a record to the function, whatever the filter says.
      if (expect !== undefined) this.#compare(expect, "undecodable", place);
    }
  }

  #decide(value: Uint8Array | string | null, place: SamplePlace): Decision {
    const decision = this.#decider.decide(value);
    this.#closely.add(decision, this.#options.showPayload ? withPayload(place, decision.value) : place);
    if (!this.#looksDone) this.#observer.look(decision);
    return decision;
  }

  /** All records read so far. */
  get records(): number {
    const undecodable = [...this.#undecodable.values()].reduce((sum, count) => sum + count, 0);
    return this.#closely.total + this.#options.lineCounter.counts.total + undecodable;
  }

  get #looksDone(): boolean {
    return this.#observer.records >= this.#options.closeLooks;
  }

  #compare(expected: boolean, actual: FailedExpectation["actual"], place: SamplePlace): void {
    const delivered = actual === "kept" || actual === "bypassed";
    this.#expected++;
    if (delivered === expected) this.#asExpected++;
    else if (this.#failed.length < mostFailures) this.#failed.push({ ...place, expected: expected ? "delivered" : "filtered out", actual });
  }
}

function placeOf(source: string, { line, record }: Sample): SamplePlace {
  return record === undefined ? { source, line } : { source, line, record };
}

/** A value can be megabytes; a person looks at its beginning. */
const longestPayload = 2_000;

function withPayload(place: SamplePlace, value: RecordValue): SamplePlace {
  return "text" in value ? { ...place, payload: value.text.slice(0, longestPayload) } : place;
}
