import { AgeHistogram } from "./age-histogram.ts";
import { Backlog } from "./backlog.ts";
import { type Capacity, capacityOf, fullBatch } from "./capacity.ts";
import { Cumulative } from "./cumulative.ts";
import type { Binding, FluidRun, FluidSpan } from "./fluid-run.ts";
import { randomFrom } from "./random.ts";
import { type Scaler, type ScalingAssumption, scalerFor } from "./scaling.ts";
import { type Levels, levelBook, type SteadyLevel } from "./steady-levels.ts";
import { type PollerGroup, pollerUnitsIn } from "./usage.ts";
import { pollerRange, type Width, widthOf } from "./width.ts";
import type { TuningSettings, Workload } from "./workload.ts";

export interface FluidInput {
  readonly workload: Workload;
  readonly settings: TuningSettings;
  readonly scaling: ScalingAssumption;
  /** Seconds in which nothing is polled: an update of the mapping, an outage. From inclusive, until exclusive; in order. */
  readonly stops: readonly { readonly from: number; readonly until: number }[];
  readonly seed: number;
  /** What else is in the poller group of the settings. */
  readonly group?: PollerGroup | undefined;
  /** Of the workload, where it is simulated more than once. */
  readonly levels?: ReturnType<typeof levelBook>;
}

/**
 * A trace minute by minute, second by second where there is a backlog: what the lanes, the pollers, the function's concurrency and the
 * scaling let through. The same for a seed. Minutes without a backlog are those of the closed forms.
 */
export function simulateFluid(input: FluidInput): FluidRun {
  const run = new Fluid(input);
  for (let minute = 0; minute < input.workload.arrivals.length; minute += 1) run.minute(minute);
  return run.end();
}

interface LeveledWidth extends Width {
  readonly level: Levels;
}

/** While there is a backlog, it is looked at so often. */
const spanSeconds = 10;
const nothing = { partition: 0, poller: 0, together: 0 };

class Fluid {
  readonly #input: FluidInput;
  readonly #capacity: Capacity;
  readonly #mostRecords: number;
  readonly #backlog: Backlog;
  readonly #arrived: Cumulative;
  readonly #scaler: Scaler;
  readonly #perPoller: number;
  readonly #widths = new Map<number, LeveledWidth>();
  readonly #levels: ReturnType<typeof levelBook>;
  /** Records of minutes without a backlog. */
  readonly #records = new Map<SteadyLevel, number>();
  readonly #ages = new AgeHistogram();
  readonly #binding: Binding[] = [];
  readonly #series: Record<"out" | "lag" | "ageP50Ms" | "ageP99Ms" | "pollers" | "invocations", Float64Array>;
  /** Added up over minutes, as `Usage` has them for a second. */
  readonly #used = { invocations: 0, overheadSeconds: 0, recordSeconds: 0, pollerUnits: 0, provisionedSeconds: 0 };
  #stop = 0;
  /** Polling rests until then, for the group to share out its partitions anew. */
  #restsUntil = 0;

  constructor(input: FluidInput) {
    const { workload, settings, scaling, seed } = input;
    this.#input = input;
    this.#capacity = capacityOf(workload, settings);
    this.#mostRecords = fullBatch(workload, settings);
    this.#backlog = new Backlog(workload.partitionShares);
    this.#arrived = new Cumulative(workload.arrivals);
    const partitions = workload.partitionShares.length;
    const first = settings.pollers === undefined ? Math.max(scaling.first, pollerRange(workload, settings).least) : scaling.first;
    this.#scaler = scalerFor(settings.pollers, partitions, { ...scaling, first }, randomFrom(seed));
    this.#perPoller = widthOf(workload, settings, 1).together;
    this.#levels = input.levels ?? levelBook(workload);
    const minutes = workload.arrivals.length;
    const series = () => new Float64Array(minutes);
    this.#series = { out: series(), lag: series(), ageP50Ms: series(), ageP99Ms: series(), pollers: series(), invocations: series() };
  }

  minute(minute: number): void {
    const arriving = this.#input.workload.arrivals[minute] as number;
    const from = minute * 60;
    this.#scale(from, arriving);
    const width = this.#width();
    const level = this.#backlog.total === 0 && !this.#stopsWithin(from) && arriving < width.together ? width.level(arriving) : undefined;
    if (level === undefined) this.#behind(minute, arriving);
    else this.#keepsUp(minute, arriving, level);
    this.#series.pollers[minute] = this.#scaler.pollers;
    if (this.#input.settings.pollers !== undefined) {
      this.#used.pollerUnits += pollerUnitsIn(this.#input.group, this.#scaler.pollers, arriving * this.#input.workload.recordBytes);
    }
  }

  end(): FluidRun {
    const minutes = Math.max(1, this.#input.workload.arrivals.length);
    for (const [{ ages }, records] of this.#records) for (const { ms, share } of ages) this.#ages.add(ms, records * share);
    const { invocations, overheadSeconds, recordSeconds, provisionedSeconds } = this.#used;
    const busy = overheadSeconds + recordSeconds;
    const usage = {
      invocations: invocations / minutes,
      overheadSeconds: overheadSeconds / minutes,
      recordSeconds: recordSeconds / minutes,
      pollerUnits: this.#used.pollerUnits / minutes,
      provisionedConcurrency: this.#input.settings.provisionedConcurrency,
      provisionedShare: busy === 0 ? 0 : provisionedSeconds / busy,
    };
    return { ...this.#series, binding: this.#binding, ages: this.#ages, usage, left: this.#backlog.total };
  }

  #scale(second: number, arriving: number): void {
    const { workload, settings, scaling } = this.#input;
    const [lag = 0, out = 0] = [this.#series.lag[second / 60 - 1], this.#series.out[second / 60 - 1]];
    this.#advanceTo(second);
    if (second === 0) return;
    this.#scaler.look({
      second,
      wanted: arriving / (this.#perPoller * scaling.target),
      hasLag: this.#backlog.total > this.#mostRecords * workload.lanes,
      lag,
      // Nothing processed: each record that waits counts as a second.
      secondsBehind: Math.max(0, lag / (out || 1) - settings.windowMs / 1_000),
    });
  }

  #advanceTo(second: number): void {
    if (this.#scaler.advanceTo(second)) this.#restsUntil = second + this.#input.scaling.rebalanceSeconds;
  }

  #width(): LeveledWidth {
    const { workload, settings } = this.#input;
    const pollers = this.#scaler.pollers;
    const known = this.#widths.get(pollers);
    if (known !== undefined) return known;
    const bounds = widthOf(workload, settings, pollers);
    const width = { ...bounds, level: this.#levels(settings, bounds.lanes) };
    this.#widths.set(pollers, width);
    return width;
  }

  #stopsWithin(from: number): boolean {
    const { stops } = this.#input;
    while (this.#stop < stops.length && (stops[this.#stop]?.until ?? 0) <= from) this.#stop += 1;
    return from < this.#restsUntil || (stops[this.#stop]?.from ?? Number.POSITIVE_INFINITY) < from + 60;
  }

  #isStopped(second: number): boolean {
    const stop = this.#input.stops[this.#stop];
    return second < this.#restsUntil || (stop !== undefined && second >= stop.from && second < stop.until);
  }

  #keepsUp(minute: number, arriving: number, level: SteadyLevel): void {
    const { passShare } = this.#input.workload;
    this.#records.set(level, (this.#records.get(level) ?? 0) + arriving * 60 * passShare);
    this.#put(minute, arriving, (arriving * level.meanAgeMs) / 1_000, level.p50Ms, level.p99Ms);
    this.#use(minute, arriving * passShare, level.batch === 0 ? 0 : (arriving * passShare) / level.batch);
    this.#binding.push("none");
  }

  #behind(minute: number, arriving: number): void {
    let [out, invocations, middleMs, oldestMs, baseMs, isStopped] = [0, 0, 0, 0, 0, false];
    const end = minute * 60 + 60;
    for (let from = minute * 60; from < end; from += spanSeconds) {
      const span = this.#span(from, arriving);
      out += (span.out * spanSeconds) / 60;
      invocations += (span.invocations * spanSeconds) / 60;
      middleMs += (span.middleMs * spanSeconds) / 60;
      oldestMs = Math.max(oldestMs, span.oldestMs);
      baseMs = span.baseMs;
      isStopped ||= span.isStopped;
    }
    this.#put(minute, out, this.#backlog.total + out * (baseMs / 1_000), middleMs, oldestMs);
    this.#use(minute, out * this.#input.workload.passShare, invocations);
    this.#binding.push(isStopped ? "stopped" : this.#held(this.#width(), out));
  }

  /** Within a minute lag, and with it batches and ages, may change a lot. */
  #span(from: number, arriving: number): FluidSpan {
    this.#advanceTo(from);
    const width = this.#width();
    this.#backlog.dealTo(width.pollers);
    const { lane } = this.#capacity;
    const bounds = { partition: lane, poller: width.ofPoller * lane, together: width.together };
    let [processed, stopped] = [0, 0];
    for (let second = from; second < from + spanSeconds; second += 1) if (this.#isStopped(second)) stopped += 1;
    if (stopped === 0 || stopped === spanSeconds) processed = this.#backlog.steps(spanSeconds, arriving, stopped === 0 ? bounds : nothing);
    else {
      for (let second = from; second < from + spanSeconds; second += 1)
        processed += this.#backlog.steps(1, arriving, this.#isStopped(second) ? nothing : bounds);
    }
    const { passShare } = this.#input.workload;
    const level = this.#backlog.total === 0 ? width.level(arriving) : undefined;
    const batch = level?.batch ?? this.#batchBehind(arriving, width);
    const out = processed / spanSeconds;
    const invocations = batch === 0 ? 0 : (out * passShare) / batch;
    const isStopped = stopped > 0;
    if (level === undefined) {
      const { baseMs, middleMs, oldestMs } = this.#agesBehind(from + spanSeconds, processed, batch);
      return { out, invocations, isStopped, baseMs, middleMs, oldestMs };
    }
    this.#records.set(level, (this.#records.get(level) ?? 0) + processed * passShare);
    return { out, invocations, isStopped, baseMs: level.meanAgeMs, middleMs: level.p50Ms, oldestMs: level.p99Ms };
  }

  /** Batches are full where there is enough for them. */
  #batchBehind(arriving: number, { lanes, level }: LeveledWidth): number {
    const waits = (this.#backlog.total * this.#input.workload.passShare) / lanes.working;
    return waits > this.#mostRecords / 2 ? this.#mostRecords : (level(arriving)?.batch ?? this.#mostRecords);
  }

  #agesBehind(second: number, processed: number, batch: number): Pick<FluidSpan, "baseMs" | "middleMs" | "oldestMs"> {
    const { work, passShare } = this.#input.workload;
    const baseMs = work.dispatchMs + work.invocationMs + work.recordMs * batch;
    const arrived = this.#arrived.by(second);
    let oldestMs = baseMs;
    for (const { share, lag, partitions } of this.#backlog.cells) {
      const ageMs = lag === 0 ? baseMs : baseMs + (second - this.#arrived.secondOf(arrived - lag / share)) * 1_000;
      oldestMs = Math.max(oldestMs, ageMs);
      if (processed > 0 && share > 0) this.#ages.add(ageMs, processed * passShare * share * partitions);
    }
    const middleMs = baseMs + (second - this.#arrived.secondOf(arrived - this.#backlog.total)) * 1_000;
    return { baseMs, middleMs, oldestMs };
  }

  #held(width: LeveledWidth, out: number): Binding {
    if (this.#backlog.total === 0) return "none";
    const isScaling = this.#scaler.pollers < pollerRange(this.#input.workload, this.#input.settings).most;
    if (out < width.together * 0.99) return "partition";
    return isScaling && width.constraint !== "concurrency" ? "scaling" : width.constraint;
  }

  #put(minute: number, out: number, lag: number, ageP50Ms: number, ageP99Ms: number): void {
    this.#series.out[minute] = out;
    this.#series.lag[minute] = lag;
    this.#series.ageP50Ms[minute] = ageP50Ms;
    this.#series.ageP99Ms[minute] = ageP99Ms;
  }

  #use(minute: number, passing: number, invocations: number): void {
    const { invocationMs, recordMs } = this.#input.workload.work;
    const [overhead, records] = [(invocations * invocationMs) / 1_000, (passing * recordMs) / 1_000];
    this.#series.invocations[minute] = invocations;
    this.#used.invocations += invocations;
    this.#used.overheadSeconds += overhead;
    this.#used.recordSeconds += records;
    this.#used.provisionedSeconds += Math.min(this.#input.settings.provisionedConcurrency, overhead + records);
  }
}
