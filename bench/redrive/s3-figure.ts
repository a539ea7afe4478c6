import { batchSize, concurrency, flags } from "./asked.ts";
import type { BareSetup } from "./bare/setup.ts";
import { withBareAws } from "./bare/start.ts";
import { redriveByCli } from "./cli.ts";
import { type DocumentPlan, eventDocument } from "./documents.ts";
import { bucket } from "./place.ts";
import type { RedriveFigure } from "./rates.ts";
import { bareInvocations, bareReads } from "./stages.ts";

/** Documents of 500 records of 1 KiB each (770 KB) in a bucket → a function of 5 ms. */
export async function s3Figure(documents: number): Promise<RedriveFigure> {
  const place = { bootstrap: "127.0.0.1:1", topic: "orders", destination: `arn:aws:s3:::${bucket}` };
  const plan: DocumentPlan = { documents, partitions: 12, recordsEach: batchSize, firstOffset: 100_000_000 };
  const setup: BareSetup = { place, source: { kind: "s3", ...plan }, functionMs: 5, answerMs: 0 };
  const records = documents * batchSize;
  const event = (JSON.parse(eventDocument(place, { partition: 0, first: plan.firstOffset, records: batchSize })) as { payload: string })
    .payload;
  const stages = await withBareAws(setup, async ({ port }) => [
    { name: "GetObject by the bare SDK", perSecond: records / (await bareReads(port)) },
    { name: "Invoke by the bare SDK", perSecond: records / (await bareInvocations(port, Buffer.from(event), documents, concurrency)) },
  ]);
  const run = await withBareAws(setup, ({ port }) => redriveByCli({ port, bootstrap: place.bootstrap }, flags, records));
  return {
    what: "S3 documents → function of 5 ms",
    of: "records",
    perSecond: (records / (run.endedAtMs - run.plannedAtMs)) * 1_000,
    perCpuSecond: records / run.cpuSeconds,
    leastPerSecond: 40_000,
    stages,
    peakMib: run.peakMib,
    mostMib: undefined,
    flags: flags.join(" "),
  };
}
