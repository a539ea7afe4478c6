import { kafkaBroker } from "../../src/platform/kafka/kafka-broker.ts";
import { startBroker } from "../../test/support/broker.ts";
import { clusterTools, settingsFor } from "../../test/support/kafka/cluster.ts";
import { exportFigures } from "./export-figure.ts";
import { manyDocuments } from "./million.ts";
import { queueFigure, type Reached, rereadFigure } from "./queue-figures.ts";
import { type RedriveFigure, redriveTable, type Stage, thousands } from "./rates.ts";
import { s3Figure } from "./s3-figure.ts";
import { topicFigure } from "./topic-figure.ts";

/** How much of each there is. */
const usual = {
  s3Documents: 800,
  rereadDocuments: 1_000,
  queueDocuments: 20_000,
  topicRecords: 100_000,
  manyDocuments: 1_000_000,
  listed: 1_000_000,
  begun: 100_000,
};
const small = { s3Documents: 4, rereadDocuments: 6, queueDocuments: 60, topicRecords: 500, manyDocuments: 2_000, listed: 3_000, begun: 60 };

/** Each redrive is the built program as a process of its own, against a bare AWS in another. */
export async function redriveFigures(isSmoke: boolean): Promise<string> {
  const sizes = isSmoke ? small : usual;
  const figures: RedriveFigure[] = [await s3Figure(sizes.s3Documents)];
  const loop = await withBroker(async (reached) => {
    figures.push(await rereadFigure(reached, sizes.rereadDocuments));
    const queue = await queueFigure(reached, sizes.queueDocuments);
    figures.push(queue.figure, await topicFigure(reached, sizes.topicRecords));
    return queue;
  });
  return [redriveTable(figures), besideLoop(loop), manyDocuments(sizes.manyDocuments), await exportFigures(sizes)].join("\n\n");
}

function besideLoop({ figure, loop }: { readonly figure: RedriveFigure; readonly loop: Stage }): string {
  return `A plain loop of receive, invoke and delete on the same queue: ${thousands(loop.perSecond)} documents a second; the redrive is ${(figure.perSecond / loop.perSecond).toFixed(1)} times as fast.`;
}

/** A real one, with topics of 12 partitions. */
async function withBroker<T>(work: (reached: Reached) => Promise<T>): Promise<T> {
  const server = await startBroker();
  const tools = clusterTools(server.bootstrap);
  const broker = await kafkaBroker(settingsFor(server.bootstrap));
  try {
    return await work({ broker, bootstrap: server.bootstrap, createTopic: () => tools.createTopic(12) });
  } finally {
    await broker.close();
    await tools.close();
    await server.stop();
  }
}
