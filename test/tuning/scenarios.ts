/** A mapping under some traffic, for both programs. */
export interface TuningScenario {
  readonly name: string;
  /** As in a scenario file of the sandbox. */
  readonly traffic: Readonly<Record<string, unknown>>;
  /**
   * The sandbox's topics have evenly spaced records, the model takes them to come by chance. Where that decides (few records, queues, batches
   * that close by their size) both get records that come by chance.
   */
  readonly randomArrivals?: true;
  readonly minutes: number;
  readonly partitions: number;
  readonly keySkew?: number;
  readonly recordBytes?: number;
  readonly passShare?: number;
  /** a + b·n. */
  readonly invocationMs: number;
  readonly recordMs: number;
  readonly batchSize: number;
  /** Absent: the default of 500 ms. */
  readonly windowSeconds?: number;
  /** Absent: on-demand mode. */
  readonly pollers?: readonly [minimum: number, maximum: number];
  /** Brokers cannot be reached; minutes. */
  readonly outage?: { readonly from: number; readonly minutes: number };
  /** Batches differ enough for a, b and the lanes to be told from the run's metrics, and tell them: see the test. */
  readonly recovers?: true;
}

const constant = (perSecond: number) => ({ kind: "constant", perSecond });
/** From its lowest point at the start, at midnight, on. */
const daily = (meanPerSecond: number, amplitude = 0.8) => ({ kind: "diurnal", meanPerSecond, amplitude, peakHourUtc: 12 });
const bursts = (perSecond: number, burstPerSecond: number, every = "2h") => ({
  kind: "burst",
  perSecond,
  burstPerSecond,
  every,
  for: "10m",
});

const fast = { invocationMs: 5, recordMs: 0.1 };
const usual = { invocationMs: 40, recordMs: 0.8 };
const slow = { invocationMs: 300, recordMs: 2 };
const startup = { invocationMs: 1_000, recordMs: 0.05 };

type Rest = Omit<TuningScenario, "name" | "traffic" | "minutes">;
const scenario = (name: string, traffic: TuningScenario["traffic"], minutes: number, rest: Rest): TuningScenario => ({
  name,
  traffic,
  minutes,
  ...rest,
});

const recovers = true;
const randomArrivals = true;

export const tuningScenarios: readonly TuningScenario[] = [
  scenario("tiny, one partition", constant(0.23), 600, { randomArrivals, partitions: 1, ...usual, batchSize: 100, windowSeconds: 10 }),
  // Not on demand: the sandbox takes two records in their window for a lag of ten seconds there, and scales by chance.
  scenario("tiny, six partitions", constant(0.2), 600, {
    ...{ randomArrivals, partitions: 6, ...slow, batchSize: 100, windowSeconds: 2, pollers: [1, 1] },
  }),
  scenario("default settings", constant(300), 10, { partitions: 6, ...usual, batchSize: 100 }),
  scenario("default settings, provisioned", constant(300), 10, { partitions: 6, ...usual, batchSize: 100, pollers: [3, 3] }),
  scenario("no window", constant(200), 5, { partitions: 6, ...usual, batchSize: 100, windowSeconds: 0 }),
  scenario("no window, provisioned, bursts", bursts(50, 400, "20m"), 40, {
    ...{ randomArrivals, partitions: 6, ...usual, batchSize: 100, windowSeconds: 0, pollers: [6, 6], recovers },
  }),
  scenario("no window, slow to start", constant(50), 30, { partitions: 24, ...startup, batchSize: 1_000, windowSeconds: 0 }),
  scenario("long window, bursts", bursts(30, 170, "20m"), 60, { partitions: 24, ...usual, batchSize: 10_000, windowSeconds: 10, recovers }),
  scenario("full batches", constant(2_000), 5, { partitions: 24, ...usual, batchSize: 100, windowSeconds: 2 }),
  scenario("full batches, provisioned", constant(2_000), 10, {
    ...{ partitions: 24, ...usual, batchSize: 200, windowSeconds: 2, pollers: [12, 12] },
  }),
  scenario("one record a batch", constant(40), 10, {
    ...{ randomArrivals, partitions: 6, ...usual, batchSize: 1, windowSeconds: 0, pollers: [6, 6] },
  }),
  scenario("fast function, hundred partitions", constant(5_000), 3, { partitions: 100, ...fast, batchSize: 500 }),
  scenario("fast function, hundred partitions, provisioned", constant(5_000), 5, {
    ...{ partitions: 100, ...fast, batchSize: 1_000, windowSeconds: 2, pollers: [20, 20] },
  }),
  scenario("slow function", constant(100), 30, { partitions: 24, ...slow, batchSize: 100, windowSeconds: 2 }),
  scenario("slow function, provisioned, bursts", bursts(30, 170, "20m"), 60, {
    ...{ partitions: 24, ...slow, batchSize: 500, windowSeconds: 2, pollers: [4, 4], recovers },
  }),
  scenario("slow to start, provisioned, bursts", bursts(200, 1_500, "20m"), 40, {
    ...{ partitions: 24, ...startup, batchSize: 10_000, pollers: [6, 6], recovers },
  }),
  scenario("one partition, busy", constant(60), 30, { partitions: 1, ...slow, batchSize: 100, windowSeconds: 0 }),
  scenario("daily curve", daily(60), 300, { partitions: 6, ...usual, batchSize: 1_000, windowSeconds: 2, recovers }),
  scenario("daily curve, provisioned", daily(60), 300, {
    ...{ partitions: 24, ...slow, batchSize: 500, windowSeconds: 2, pollers: [2, 8], recovers },
  }),
  scenario("daily curve, default window", daily(40, 0.9), 300, { partitions: 6, ...fast, batchSize: 100, recovers }),
  scenario("bursts that fit", bursts(50, 300, "30m"), 120, { partitions: 6, ...usual, batchSize: 200, windowSeconds: 2, recovers }),
  scenario("bursts beyond capacity", bursts(50, 1_500), 110, { partitions: 6, ...slow, batchSize: 100, recovers }),
  scenario("bursts beyond capacity, provisioned", bursts(50, 3_000), 110, { partitions: 24, ...slow, batchSize: 100, pollers: [1, 8] }),
  scenario("filter", constant(300), 6, { partitions: 6, passShare: 0.1, ...usual, batchSize: 100, windowSeconds: 2 }),
  // With many records a window, since the sandbox opens one with any record, the model with one that passes: one more in each batch.
  scenario("filter, provisioned, bursts", bursts(20, 80, "20m"), 40, {
    ...{ partitions: 6, passShare: 0.1, ...slow, batchSize: 1_000, windowSeconds: 10, pollers: [1, 1], recovers },
  }),
  scenario("large records", constant(20), 30, {
    ...{ randomArrivals, partitions: 6, recordBytes: 200_000, ...usual, batchSize: 500, windowSeconds: 10 },
  }),
  scenario("large records, provisioned", constant(40), 30, {
    ...{ randomArrivals, partitions: 24, recordBytes: 100_000, ...usual, batchSize: 500, windowSeconds: 10, pollers: [4, 4] },
  }),
  scenario("skewed partitions", constant(200), 20, {
    ...{ partitions: 6, keySkew: 1, ...usual, batchSize: 100, windowSeconds: 2, pollers: [6, 6] },
  }),
  scenario("outage and recovery", constant(500), 70, { partitions: 6, ...usual, batchSize: 100, outage: { from: 10, minutes: 30 } }),
  scenario("growth beyond capacity", { kind: "growing", perSecond: 100, addedPerSecondEachHour: 400 }, 120, {
    ...{ partitions: 6, ...slow, batchSize: 100, windowSeconds: 2 },
  }),
];
