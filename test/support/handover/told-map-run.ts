import type { MapRun, MapRunCounts } from "../../../src/core/redrive/handover/map-run.ts";

export interface Expected {
  /** Of the Map Run, known from the export: whoever runs it here reads them as they are needed. */
  readonly items: number;
  readonly children: number;
}

/** Tells a sandbox how a Map Run is, so that its Step Functions has it to describe. */
export interface ToldMapRun {
  /** The newest is told when the one before it has been heard. */
  tell(run: MapRun, onMaxConcurrency: (children: number) => void): void;
  /** Resolves with its ARN when it has been heard of for the first time. */
  readonly known: Promise<string>;
  /** When all is told. */
  settled(): Promise<void>;
}

export function toldMapRun(endpoint: string, expected: Expected): ToldMapRun {
  const known = Promise.withResolvers<string>();
  let waiting: Parameters<ToldMapRun["tell"]> | undefined;
  let telling: Promise<void> | undefined;

  async function tellAll(): Promise<void> {
    for (let next = waiting; next !== undefined; next = waiting) {
      waiting = undefined;
      const [run, onMaxConcurrency] = next;
      const response = await fetch(`${endpoint}/_sandbox/map-runs/${run.arn.split(":").at(-1)}`, {
        method: "PUT",
        body: JSON.stringify(documentOf(run, expected)),
      });
      if (!response.ok) throw new Error(`the sandbox takes no Map Run: ${await response.text()}`);
      const { maxConcurrency } = (await response.json()) as { readonly maxConcurrency: number };
      if (maxConcurrency !== run.maxConcurrency) onMaxConcurrency(maxConcurrency);
      known.resolve(run.arn);
    }
    telling = undefined;
  }

  return {
    tell(...told) {
      waiting = told;
      telling ??= tellAll();
    },
    known: known.promise,
    settled: async () => telling,
  };
}

function documentOf(run: MapRun, { items, children }: Expected): object {
  return {
    executionArn: run.executionArn,
    mapLabel: run.arn.split("/")[1]?.split(":")[0],
    status: run.status,
    startDate: new Date(run.startedAtMs).toISOString(),
    ...(run.stoppedAtMs === undefined ? {} : { stopDate: new Date(run.stoppedAtMs).toISOString() }),
    maxConcurrency: run.maxConcurrency,
    toleratedFailurePercentage: run.toleratedFailurePercentage,
    toleratedFailureCount: run.toleratedFailureCount,
    itemCounts: withPending(run.items, items),
    executionCounts: withPending(run.children, children),
    redriveCount: run.redriveCount,
  };
}

function withPending(counts: MapRunCounts, total: number): MapRunCounts {
  return { ...counts, total: Math.max(total, counts.total), pending: Math.max(0, total - counts.total) };
}
