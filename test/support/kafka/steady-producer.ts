import { setTimeout as tick } from "node:timers/promises";
import { minuteOf } from "../../../src/core/lag/minutes.ts";
import type { Broker, OutgoingRecord } from "../../../src/core/record/broker.ts";
import { randomFrom } from "../../../src/core/tuning/random.ts";

export interface SteadyTraffic {
  /** Of the minute that begins then. */
  readonly perSecondIn: (minuteMs: number) => number;
  readonly partitions: number;
  readonly value: (index: number) => Uint8Array;
  readonly seed: number;
}

export interface SteadyProducer {
  /** Records that were due in the minute that begins then. */
  written(minuteMs: number): number;
  /** Throws what stood in the way of writing. */
  stop(): Promise<void>;
}

/** Records that are due by then are written together. */
const tickMs = 25;

/** Writes to any partition at moments that know nothing of each other (Poisson), from now on. */
export function startProducer(broker: Pick<Broker, "produce">, topic: string, traffic: SteadyTraffic): SteadyProducer {
  const random = randomFrom(traffic.seed);
  const gapMs = (atMs: number) => (-Math.log(1 - random()) * 1_000) / traffic.perSecondIn(minuteOf(atMs));
  const counts = new Map<number, number>();
  let nextMs = Date.now();
  let index = 0;
  let stopped = false;

  const due = (nowMs: number): OutgoingRecord[] => {
    const records: OutgoingRecord[] = [];
    for (; nextMs <= nowMs; nextMs += gapMs(nextMs)) {
      const partition = Math.floor(random() * traffic.partitions);
      records.push({ partition, key: null, value: traffic.value(index++), headers: [] });
      const minuteMs = minuteOf(nextMs);
      counts.set(minuteMs, (counts.get(minuteMs) ?? 0) + 1);
    }
    return records;
  };

  const run = async (): Promise<void> => {
    while (!stopped) {
      const records = due(Date.now());
      if (records.length > 0) await broker.produce(topic, records);
      await tick(tickMs);
    }
  };

  const running = run();
  // Told by `stop`, and not before.
  running.catch(() => undefined);
  return {
    written: (minuteMs) => counts.get(minuteMs) ?? 0,
    async stop() {
      stopped = true;
      await running;
    },
  };
}
