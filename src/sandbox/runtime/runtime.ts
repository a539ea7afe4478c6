import { isQueueMode } from "../../core/mapping/model.ts";
import type { Runtime, SandboxMapping } from "../world.ts";
import { connectionError } from "./broker/last-result.ts";
import { startOnBroker } from "./broker/start-on-broker.ts";
import { createConcurrency } from "./concurrency.ts";
import { directInvoke } from "./direct-invoke.ts";
import { embeddedCommits } from "./faults/refused-commits.ts";
import { rewindIdleGroups } from "./faults/rewinds.ts";
import { createFunctionCalls } from "./function-calls.ts";
import { createFunctionMinutes, type FunctionMinutes } from "./function-minutes.ts";
import { type MappingPast, openMinuteOf } from "./history/mapping-past.ts";
import { logPartitions } from "./mapping-log.ts";
import { runMapping } from "./mapping-run.ts";
import { mergeMappingMinute } from "./minute-figures.ts";
import { everyMinute } from "./minutes.ts";
import { pollerUnitsOf } from "./poller-units.ts";
import { type RuntimeParts, runPartsOf, tellResult } from "./run-parts.ts";
import { publishAll } from "./series.ts";
import { createTenures, endMinute, type Tenure } from "./tenures.ts";

export interface SandboxRuntime extends Runtime {
  /** Takes over a mapping that was there before the sandbox started; `start` is still to come. */
  adopt(mapping: SandboxMapping, past: MappingPast): void;
  /** `startingPollers`: how many ran before, within the mode's bounds; without it as few as the mode allows. */
  start(mapping: SandboxMapping, startingPollers?: number): void;
  /** How far a mapping has come; undefined when it never started. */
  progress(uuid: string): MappingProgress | undefined;
  /** Ends the workers of module functions and publishes no more. */
  close(): Promise<void>;
}

interface MappingProgress {
  /** 0 while the mapping does not poll. */
  readonly pollers: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly committed: bigint;
    /** The next offset to read; what lies between it and `committed` is in batches. */
    readonly position: bigint;
    readonly end: bigint;
  }[];
}

export function createRuntime(parts: RuntimeParts): SandboxRuntime {
  const { clock, functions, metrics, seed, startedMs } = parts;
  const tenures = createTenures(parts.findSource, clock);
  const functionMinutes = createFunctionMinutes();
  const concurrency = createConcurrency(functions, parts.accountConcurrency);
  const calls = createFunctionCalls({ clock, concurrency, minutes: functionMinutes, faults: parts.faults, note: parts.note });

  const stopMinutes = everyMinute(clock, startedMs, (beganMs, endMs) => {
    const all = [...tenures.all()];
    const units = pollerUnitsOf(
      all.map(({ config, run, minute }) => ({ config, pollers: run?.pollers ?? 0, bytesPerSecond: minute.polledBytes.sum / 60 })),
    );
    for (const tenure of all) {
      logPartitions(parts.log, tenure, endMs);
      endMinute(tenure, metrics, { minuteMs: beganMs, nowMs: endMs, pollerUnits: units.get(tenure.config.uuid) ?? 0 });
    }
    for (const { series, minuteMs: atMs, figures } of functionMinutes.drain()) publishAll(metrics, series, atMs, figures);
  });

  const rewind = (): void => rewindIdleGroups({ ...parts, tenures: tenures.all(), nowMs: clock.now() });
  const stopRewinds = parts.faults.onChange(rewind);

  /** Consumer groups that are being left, by mapping. */
  const leaving = new Map<string, Promise<void>>();

  return {
    adopt(mapping, past) {
      const tenure = tenures.adopt(mapping, past);
      if (tenure !== undefined) takeOverMinute(tenure, functionMinutes, openMinuteOf(past, startedMs));
    },
    start(mapping, startingPollers = 0) {
      // Its share groups are not simulated.
      if (isQueueMode(mapping.document)) return;
      const cluster = parts.brokers.find(mapping.document);
      if (cluster !== undefined) {
        startOnBroker(mapping, cluster, { ...parts, calls, tenures, leaving });
        return;
      }
      const tenure = tenures.enter(mapping);
      const fn = functions.get(tenure?.config.functionName ?? "");
      if (tenure === undefined || fn === undefined) {
        tellResult(mapping, connectionError);
        return;
      }
      const runParts = runPartsOf(tenure, fn, { ...parts, calls });
      tenure.run = runMapping({ ...runParts, startingPollers, commitBatch: embeddedCommits(runParts) });
    },
    stop(mapping, options) {
      const tenure = tenures.of(mapping.document.UUID);
      if (tenure === undefined) return;
      tenure.run?.stop();
      tenure.run = undefined;
      rewind();
      if (options?.forget === true) tenures.forget(tenure);
    },
    readsBroker: (mapping) => parts.brokers.find(mapping) !== undefined,
    invoke: directInvoke(calls, seed),
    progress(uuid) {
      const tenure = tenures.of(uuid);
      return tenure === undefined ? undefined : progressOf(tenure, clock.now());
    },
    async close() {
      stopMinutes();
      stopRewinds();
      for (const { run } of tenures.all()) run?.stop();
      await Promise.all([...leaving.values()]);
      await calls.close();
    },
  };
}

/** What the past says of the minute in which the sandbox starts is published with the rest of that minute. */
function takeOverMinute({ config, minute }: Tenure, functionMinutes: FunctionMinutes, open: ReturnType<typeof openMinuteOf>): void {
  if (open === undefined) return;
  mergeMappingMinute(minute, open.figures.minute);
  functionMinutes.seed(config.functionName, config.qualifier, open.minuteMs, open.figures.fn);
}

function progressOf({ run, reading }: Tenure, nowMs: number): MappingProgress {
  return {
    pollers: run?.pollers ?? 0,
    partitions: reading.committed.map((offset, partition) => ({
      partition,
      committed: BigInt(offset),
      position: BigInt(reading.position[partition] ?? 0),
      end: BigInt(reading.topic.endOffset(partition, nowMs)),
    })),
  };
}
