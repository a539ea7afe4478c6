import type { BareSetup } from "./bare/setup.ts";
import { withBareAws } from "./bare/start.ts";
import { type ExportRun, exportByCli } from "./export-cli.ts";
import { bucket } from "./place.ts";
import { thousands, within } from "./rates.ts";
import { bareListing } from "./stages.ts";

const place = { bootstrap: "127.0.0.1:1", topic: "orders", destination: `arn:aws:s3:::${bucket}` };
const [mostSeconds, mostMib] = [60, 256];

/** How many documents there are to list, and how many of which the beginnings are read. */
interface ExportSizes {
  readonly listed: number;
  readonly begun: number;
}

interface Bound {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/** Exports for Step Functions, beside the bare SDK that lists the same pages; documents of ten records of 1 KiB. */
export async function exportFigures({ listed, begun }: ExportSizes): Promise<string> {
  const bound = await withBareAws(setupOf(listed), ({ port }) => listing(port, listed));
  const unordered = await exported(listed, "none");
  const ordered = await exported(begun, "partition");
  return [
    "| export | time | target | its CPU | the same pages by the bare SDK | time, of the bare SDK's | CPU, of the bare SDK's | peak memory | target | flags |",
    "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- | --- |",
    line(`${thousands(listed)} objects, as they are listed`, "none", unordered, bound),
    line(`${thousands(begun)} objects, each one's beginning read (for information)`, "partition", ordered, undefined),
  ].join("\n");
}

function setupOf(documents: number): BareSetup {
  return {
    place,
    source: { kind: "s3", documents, partitions: 12, recordsEach: 10, firstOffset: 100_000_000 },
    functionMs: 5,
    answerMs: 0,
  };
}

async function listing(port: string, documents: number): Promise<Bound> {
  const before = process.cpuUsage();
  const { objects, seconds } = await bareListing(port);
  const { user, system } = process.cpuUsage(before);
  if (objects !== documents) throw new Error(`${objects} of ${documents} objects were listed`);
  return { seconds, cpuSeconds: (user + system) / 1_000_000 };
}

function exported(documents: number, order: string): Promise<ExportRun> {
  return withBareAws(setupOf(documents), ({ port }) => exportByCli({ port, bootstrap: place.bootstrap }, ["--order", order], documents));
}

function line(what: string, order: string, run: ExportRun, bound: Bound | undefined): string {
  const beside =
    bound === undefined
      ? ["", "", ""]
      : [
          `${secondsText(bound.seconds)}, CPU ${secondsText(bound.cpuSeconds)}`,
          times(run.seconds / bound.seconds),
          times(run.cpuSeconds / bound.cpuSeconds),
        ];
  const [time, memory] =
    bound === undefined
      ? ["", ""]
      : [`≤ ${mostSeconds} s: ${within(run.seconds, mostSeconds)}`, `≤ ${mostMib} MiB: ${within(run.peakMib, mostMib)}`];
  const cells = [
    what,
    secondsText(run.seconds),
    time,
    secondsText(run.cpuSeconds),
    ...beside,
    `${run.peakMib.toFixed(0)} MiB`,
    memory,
    `\`--order ${order} --anyway\``,
  ];
  return `| ${cells.join(" | ")} |`;
}

function secondsText(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)} ×`;
}
