import { homedir, hostname, userInfo } from "node:os";
import type { MappingDocument } from "../core/mapping/model.ts";
import type { Broker } from "../core/record/broker.ts";
import type { EventOrigin } from "../core/record/event-record.ts";
import { kafkaRecordOf } from "../core/record/unshape-record.ts";
import { eventBytes } from "../core/record/write-event.ts";
import type { ArchiveFacts, ArchiveStore, ArchiveWriter } from "../core/redrive/archive.ts";
import type { LeaseHolder, SourceLease } from "../core/redrive/lease.ts";
import type { DocumentSource, Part, PartContent, RedriveTarget } from "../core/redrive/ports.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { RunOwner, RunStore } from "../core/redrive/runs.ts";
import { archiveInBucket, type PlacedSource } from "../core/redrive/source-name.ts";
import type { Clock } from "../core/time.ts";
import type { AwsServices } from "../platform/aws/aws-services.ts";
import type { SqsQueueFacts } from "../platform/aws/redrive-sqs-facts.ts";
import { nodeBytes } from "../platform/bytes/node-bytes.ts";
import { verbClock } from "./clock.ts";
import { isLeftByDrain } from "./drain-claim.ts";

/** What `redrive` reaches the world through. Everything is loaded when it is first used. */
export interface RedriveServices {
  runs(): Promise<RunStore>;
  source(placed: PlacedSource, options: SourceOptions): Promise<OpenSource>;
  /** Tells other machines that a run works on a source. Undefined: of that kind of source nothing can be told. Throws `unavailable` with who does. */
  claim(placed: PlacedSource, runId: string): Promise<SourceLease | undefined>;
  /** What there is to know of a queue, before anything is taken from it. */
  queue(queue: string): Promise<SqsQueueFacts>;
  /** The queue that is subscribed to an SNS topic. Throws `not-found` or `ambiguous`. */
  queueBehind(topicArn: string): Promise<string>;
  /** What an archive says of where its documents come from. Throws `not-found` and `storage`. */
  archiveFacts(path: string): Promise<ArchiveFacts>;
  /** Goes on with an archive, or begins one. Throws `refused` for one of another source, and `storage`. */
  archiveWriter(path: string, facts: ArchiveFacts): Promise<ArchiveWriter>;
  functionTarget(settings: RunSettings, functionName: string, origin: EventOrigin): Promise<RedriveTarget>;
  topicTarget(topic: string, options: TopicOptions): Promise<RedriveTarget>;
  fileTarget(directory: string, options: FileOptions): Promise<RedriveTarget & { finish(): Promise<void> }>;
}

interface SourceOptions {
  readonly untilMs: number;
  readonly removal: RunSettings["removal"];
  /** For a Kafka destination: its cluster's brokers. */
  readonly broker: () => Promise<Broker>;
}

export interface OpenSource {
  readonly source: DocumentSource;
  /** It hides what it gives: it is worked off a window at a time. */
  readonly takes: boolean;
  /** Its documents carry the records; else they point at them. */
  readonly hasEvents: boolean;
  /** Of an archive: records that were saved with their document. */
  records?(part: Part): Promise<PartContent | undefined>;
  /** Of a queue that gave nothing more: about so many messages that somebody else has taken. */
  takenByOthers?(): number;
  /** Whether deleting leaves a marker. */
  versioned?(): Promise<boolean>;
}

interface TopicOptions {
  readonly broker: Broker;
  readonly cluster: string;
  readonly runId: string;
  readonly mapping: MappingDocument | undefined;
}

interface FileOptions {
  readonly runId: string;
  readonly format: RunSettings["format"];
  readonly origin: EventOrigin;
}

export interface RedriveWiring {
  readonly aws: () => AwsServices;
  /** Goes on for a moment when the verb has to end: a claim that nobody gives up keeps others out. */
  readonly lastingAws: () => AwsServices;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Ends the taking of messages. */
  readonly asked: AbortSignal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A record is refused when it was redriven so often: it would go round for ever. */
const maxRedrives = 3;

export function redriveServices({ aws, lastingAws, clock, signal, asked, environment }: RedriveWiring): RedriveServices {
  const unshape = (record: Parameters<typeof kafkaRecordOf>[0]) => kafkaRecordOf(record, nodeBytes);
  const queueBehind = async (topicArn: string) =>
    (await (await import("../platform/aws/redrive-sns.ts")).queueOfTopic(aws(), topicArn)).queueArn;
  async function runs(): Promise<RunStore> {
    const [{ stateFolder }, { runStore }] = await Promise.all([
      import("../platform/disk/state-folder.ts"),
      import("../platform/disk/run-store.ts"),
    ]);
    return runStore({ folder: await stateFolder("", { environment, home: homedir() }), clock, random: Math.random, owner: thisProcess() });
  }
  return {
    queueBehind,
    runs,
    async claim(placed, runId) {
      if (placed.kind !== "s3" && placed.kind !== "sqs" && placed.kind !== "sns") return undefined;
      const known = await (await runs()).list();
      const over = new Set(known.flatMap(({ facts, owner }) => (owner === undefined || owner.pid === process.pid ? [facts.id] : [])));
      // In wall time, as the services keep it, whatever a fast sandbox does.
      const holder = { ...thisProcess(), runId, sinceMs: Date.now() };
      const { inWallTime } = await import("../platform/aws/every.ts");
      const isOver = (other: LeaseHolder) => over.has(other.runId) || isLeftByDrain(other, holder.host);
      const options = { holder, isOver, every: inWallTime, clock: { now: () => Date.now() } };
      if (placed.kind === "s3")
        return (await import("../platform/aws/redrive-s3-lease.ts")).s3Lease(lastingAws(), { ...placed, ...options });
      const queue = placed.kind === "sqs" ? placed.queue : await queueBehind(placed.arn);
      return (await import("../platform/aws/redrive-sqs-lease.ts")).sqsLease(lastingAws(), { queue, ...options });
    },
    async source(placed, options) {
      switch (placed.kind) {
        case "s3":
          return bucketSource(aws(), placed, options, clock);
        case "sqs":
          return queueSource(aws(), placed.queue, { removal: options.removal, signal, asked });
        case "sns":
          return queueSource(aws(), await queueBehind(placed.arn), { removal: options.removal, signal, asked });
        case "kafka": {
          const { redriveGroup, topicDocumentSource } = await import("../core/redrive/topic-source.ts");
          const { topic } = placed;
          const inTopic = topicDocumentSource({ broker: await options.broker(), topic, groupId: redriveGroup(topic) });
          const source = options.removal === "none" ? untouched(inTopic) : inTopic;
          return { source, takes: false, hasEvents: true };
        }
        case "archive": {
          const { openArchiveReader } = await import("../platform/disk/archive/archive-reader.ts");
          const reader = await openArchiveReader(await archiveStore(aws(), placed.path, "reading"));
          return { source: untouched(reader), takes: false, hasEvents: true, records: (part) => reader.records(part) };
        }
      }
    },
    async queue(queue) {
      return (await import("../platform/aws/redrive-sqs-facts.ts")).sqsQueueFacts(aws(), queue);
    },
    async archiveFacts(path) {
      const { openArchiveReader } = await import("../platform/disk/archive/archive-reader.ts");
      const reader = await openArchiveReader(await archiveStore(aws(), path, "reading"));
      await reader.close();
      return reader.summary.facts;
    },
    async archiveWriter(path, facts) {
      const { openArchiveWriter } = await import("../platform/disk/archive/archive-writer.ts");
      return openArchiveWriter(await archiveStore(aws(), path, "writing"), { facts, nowMs: clock.now() });
    },
    async functionTarget({ functionTimeoutMs, partialResponses, options }, functionName, origin) {
      const [{ functionInvoker }, { functionTarget }] = await Promise.all([
        import("../platform/aws/function-invoker.ts"),
        import("../core/redrive/function-target.ts"),
      ]);
      const invoked = { functionArn: functionName, functionTimeoutMs, concurrency: options.maxConcurrency };
      const invoker = functionInvoker(aws(), invoked);
      return functionTarget({ invoker, origin, eventBytes, functionTimeoutMs, partialResponses, clock, bytes: nodeBytes });
    },
    async topicTarget(topic, { broker, cluster, runId }) {
      const { topicTarget } = await import("../core/redrive/topic-target.ts");
      return topicTarget({ broker, topic, cluster, runId, unshape, keepPartition: false, maxRedrives, clock });
    },
    async fileTarget(directory, { runId, format, origin }) {
      const [{ openRecordFiles }, { fileTarget }] = await Promise.all([
        import("../platform/disk/record-files.ts"),
        import("../core/redrive/file-target.ts"),
      ]);
      const files = await openRecordFiles({ folder: directory, runId, format });
      return fileTarget({ files, format, origin, eventBytes, unshape, bytes: nodeBytes });
    },
  };
}

/** A folder, or `s3://bucket/prefix`. */
async function archiveStore(aws: AwsServices, path: string, purpose: "reading" | "writing"): Promise<ArchiveStore> {
  const place = archiveInBucket(path);
  if (place === undefined) return (await import("../platform/disk/archive/archive-folder.ts")).archiveFolder(path, purpose);
  return (await import("../platform/aws/archive-store.ts")).s3ArchiveStore(aws, place);
}

async function bucketSource(
  aws: AwsServices,
  { bucket, prefix }: Extract<PlacedSource, { kind: "s3" }>,
  { untilMs, removal }: SourceOptions,
  clock: Clock,
): Promise<OpenSource> {
  const { s3DocumentSource } = await import("../platform/aws/redrive-s3-source.ts");
  const source = s3DocumentSource(aws, { bucket, prefix, untilMs, remove: removal, clock });
  return { source: source.removes ? source : untouched(source), takes: false, hasEvents: true, versioned: () => source.versioned() };
}

async function queueSource(aws: AwsServices, queue: string, { removal, signal, asked }: QueueOptions): Promise<OpenSource> {
  const { sqsDocumentSource } = await import("../platform/aws/redrive-sqs-source.ts");
  const source = sqsDocumentSource(aws, { queue, clock: verbClock(signal), signal: asked });
  const takenByOthers = () => {
    const end = source.ended();
    return end?.kind === "taken-by-others" ? end.messages : 0;
  };
  return { source: removal === "none" ? untouched(source) : source, takes: true, hasEvents: false, takenByOthers };
}

interface QueueOptions extends Pick<RedriveWiring, "signal" | "asked"> {
  readonly removal: RunSettings["removal"];
}

/** Documents stay where they are, whatever becomes of their records. */
function untouched(source: DocumentSource): DocumentSource {
  const { pass: _, passKnown: __, ...rest } = source;
  return { ...rest, remove: async (documents) => documents.map(() => ({ kind: "removed" })) };
}

/** As others are told of it. */
function thisProcess(): Omit<RunOwner, "sinceMs"> {
  return { host: hostname(), pid: process.pid, user: userName() };
}

/** A process without a user in the system's list has none. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
