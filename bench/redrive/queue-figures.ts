import type { Broker } from "../../src/core/record/broker.ts";
import { secondsSince } from "../processes.ts";
import { batchSize, concurrency, flags } from "./asked.ts";
import type { BareSetup } from "./bare/setup.ts";
import { withBareAws } from "./bare/start.ts";
import { rawRead, writeRecords } from "./broker-content.ts";
import { redriveByCli } from "./cli.ts";
import { type DocumentPlan, eventDocument } from "./documents.ts";
import { region } from "./place.ts";
import { plainLoop } from "./plain-loop.ts";
import type { RedriveFigure, Stage } from "./rates.ts";
import { bareInvocations, bareReceives } from "./stages.ts";

const queueName = "failed-orders";
const queueUrlAt = (port: string) => `http://127.0.0.1:${port}/123456789012/${queueName}`;

export interface Reached {
  readonly broker: Broker;
  readonly bootstrap: string;
  /** An empty one with 12 partitions. */
  readonly createTopic: () => Promise<string>;
}

interface Queue {
  readonly setup: BareSetup;
  readonly records: number;
  readonly rawRead: Stage;
}

async function filled(
  { broker, bootstrap, createTopic }: Reached,
  documents: number,
  recordsEach: number,
  answerMs: number,
): Promise<Queue> {
  const topic = await createTopic();
  const plan: DocumentPlan = { documents, partitions: 12, recordsEach, firstOffset: 0 };
  await writeRecords(broker, topic, plan);
  const place = { bootstrap, topic, destination: `arn:aws:sqs:${region}:123456789012:${queueName}` };
  const startedAt = performance.now();
  const found = await rawRead(broker, topic);
  const read = { name: "raw broker read", perSecond: found / secondsSince(startedAt) };
  const records = documents * recordsEach;
  return { setup: { place, source: { kind: "sqs", ...plan }, functionMs: 5, answerMs }, records, rawRead: read };
}

/** Documents of 500 records each, which are read back from the broker. */
export async function rereadFigure(reached: Reached, documents: number): Promise<RedriveFigure> {
  const { setup, records, rawRead: read } = await filled(reached, documents, batchSize, 0);
  const where = { partition: 0, first: 0, records: batchSize };
  const event = Buffer.from((JSON.parse(eventDocument(setup.place, where)) as { payload: string }).payload);
  const invokeSeconds = await withBareAws(setup, ({ port }) => bareInvocations(port, event, documents, concurrency));
  const run = await withBareAws(setup, async (aws) => ({
    ...(await redriveByCli({ port: aws.port, bootstrap: reached.bootstrap }, flags, records)),
    ...(await aws.counts()),
  }));
  return {
    what: "broker re-read → function of 5 ms",
    of: "records",
    perSecond: (records / (run.lastRemovedAtMs - run.plannedAtMs)) * 1_000,
    perCpuSecond: records / run.cpuSeconds,
    leastPerSecond: 30_000,
    stages: [read, { name: "Invoke by the bare SDK", perSecond: records / invokeSeconds }],
    peakMib: run.peakMib,
    mostMib: 256,
    flags: flags.join(" "),
  };
}

/** Documents of one record each, as bisecting leaves them; SQS answers after 5 ms. Gives the plain loop's rate as well. */
export async function queueFigure(reached: Reached, documents: number): Promise<{ readonly figure: RedriveFigure; readonly loop: Stage }> {
  const { setup, records } = await filled(reached, documents, 1, 5);
  const bareSeconds = await withBareAws(setup, ({ port }) => bareReceives(port, queueUrlAt(port), documents));
  const run = await withBareAws(setup, async (aws) => ({
    ...(await redriveByCli({ port: aws.port, bootstrap: reached.bootstrap }, flags, records)),
    ...(await aws.counts()),
  }));
  const looped = Math.min(documents, 2_000);
  const loopSetup: BareSetup = { ...setup, source: { ...setup.source, documents: looped } };
  const loopSeconds = await withBareAws(loopSetup, ({ port }) => plainLoop(port, queueUrlAt(port)));
  const figure: RedriveFigure = {
    what: "SQS documents (one record each, answers after 5 ms) → function of 5 ms",
    of: "documents",
    perSecond: (documents / (run.lastRemovedAtMs - run.plannedAtMs)) * 1_000,
    perCpuSecond: documents / run.cpuSeconds,
    leastPerSecond: 3_000,
    stages: [{ name: "ReceiveMessage and DeleteMessageBatch by the bare SDK, 8 at once", perSecond: documents / bareSeconds }],
    peakMib: run.peakMib,
    mostMib: undefined,
    flags: flags.join(" "),
  };
  return { figure, loop: { name: "plain loop", perSecond: looped / loopSeconds } };
}
