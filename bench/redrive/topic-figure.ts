import { secondsSince } from "../processes.ts";
import { flags } from "./asked.ts";
import { withBareAws } from "./bare/start.ts";
import { rawRead, writeDocuments, writeRecords } from "./broker-content.ts";
import { redriveByCli } from "./cli.ts";
import type { DocumentPlan } from "./documents.ts";
import type { Reached } from "./queue-figures.ts";
import type { RedriveFigure } from "./rates.ts";

/** Documents of a Kafka destination, one record each, → a topic. */
export async function topicFigure({ broker, bootstrap, createTopic }: Reached, records: number): Promise<RedriveFigure> {
  const [source, destination, target, bare] = [await createTopic(), await createTopic(), await createTopic(), await createTopic()];
  const plan: DocumentPlan = { documents: records, partitions: 12, recordsEach: 1, firstOffset: 0 };
  const place = { bootstrap, topic: source, destination: `kafka://${destination}` };
  await writeDocuments(broker, destination, place, plan);
  const readAt = performance.now();
  await rawRead(broker, destination);
  const readSeconds = secondsSince(readAt);
  const writtenAt = performance.now();
  const written = await writeRecords(broker, bare, plan);
  const produced = { name: "bare produce", perSecond: written / secondsSince(writtenAt) };
  const run = await withBareAws({ place, source: { kind: "none", ...plan }, functionMs: 5, answerMs: 0 }, ({ port }) =>
    redriveByCli({ port, bootstrap }, ["--to", `kafka://${target}`, ...flags], records),
  );
  return {
    what: "Kafka destination (a document a record) → topic",
    of: "records",
    perSecond: (records / (run.endedAtMs - run.plannedAtMs)) * 1_000,
    perCpuSecond: records / run.cpuSeconds,
    leastPerSecond: 20_000,
    stages: [{ name: "raw read of the documents", perSecond: records / readSeconds }, produced],
    peakMib: run.peakMib,
    mostMib: undefined,
    flags: flags.join(" "),
  };
}
