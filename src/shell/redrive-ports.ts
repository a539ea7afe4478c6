import { MskctlError } from "../core/errors.ts";
import { clusterNameOf, consumerConfigOf, type MappingDocument, topicOf } from "../core/mapping/model.ts";
import type { Broker } from "../core/record/broker.ts";
import type { EventOrigin } from "../core/record/event-record.ts";
import { invocationMarginMs } from "../core/redrive/function-target.ts";
import { type LiveTraffic, liveTraffic } from "../core/redrive/live-traffic.ts";
import { payloadReader } from "../core/redrive/payload-reader.ts";
import type { RecordReader, RedriveTarget } from "../core/redrive/ports.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import { parseSource } from "../core/redrive/source-name.ts";
import { parseTarget } from "../core/redrive/target-name.ts";
import type { Services } from "./services.ts";
import type { OpenSource } from "./services-redrive.ts";

/** Source, reader and target of a run, opened as its settings say. */
export interface OpenedRedrive {
  readonly source: OpenSource;
  readonly reader: RecordReader;
  /** Opened when the run begins: a dry run needs none. */
  target(runId: string): Promise<RedriveTarget & { finish?(): Promise<void> }>;
  readonly live: LiveTraffic | undefined;
  /** How long a batch of which nothing is known may still run. */
  readonly settleMs: number;
  readonly broker: () => Promise<Broker>;
  close(): Promise<void>;
}

/** Documents of several partitions wait in it until their other partitions are asked for. */
const cacheBytes = 64 * 1024 * 1024;

export async function openRedrive(services: Services, settings: RunSettings, mapping: MappingDocument | undefined): Promise<OpenedRedrive> {
  const { redrive, bytes, metrics, clock } = services;
  const placed = parseSource(settings.source);
  if (placed.kind === "mapping") throw new Error("a run's source is a place");
  let brokers: Promise<Broker> | undefined;
  const broker = () => (brokers ??= services.broker(needMapping(mapping, "the brokers are asked for")));
  const source = await redrive.source(placed, { untilMs: settings.untilMs, removal: settings.removal, broker });
  const isFunction = settings.functionName !== undefined;
  let target: RedriveTarget | undefined;
  return {
    source,
    reader: payloadReader({ source: source.source, tools: bytes, cacheBytes }),
    async target(runId) {
      const opened = await openTarget(services, settings, { mapping, broker, runId });
      target = opened;
      return opened;
    },
    live: isFunction && mapping !== undefined ? liveTraffic({ metrics, mapping, siblings: undefined, clock }) : undefined,
    settleMs: isFunction ? settings.functionTimeoutMs + invocationMarginMs : 0,
    broker,
    async close() {
      await target?.close();
      await source.source.close();
      await (await brokers)?.close();
    },
  };
}

interface TargetContext {
  readonly mapping: MappingDocument | undefined;
  readonly broker: () => Promise<Broker>;
  readonly runId: string;
}

async function openTarget(
  { redrive }: Services,
  settings: RunSettings,
  { mapping, broker, runId }: TargetContext,
): Promise<RedriveTarget & { finish?(): Promise<void> }> {
  const target = parseTarget(settings.target);
  switch (target.kind) {
    case "original":
    case "lambda":
      return redrive.functionTarget(settings, settings.functionName ?? "", eventOrigin(mapping));
    case "kafka": {
      const cluster = (mapping && clusterNameOf(mapping)) ?? mapping?.UUID ?? "unknown";
      return redrive.topicTarget(target.topic, { broker: await broker(), cluster, runId, mapping });
    }
    case "file":
      return redrive.fileTarget(target.directory, { runId, format: settings.format, origin: eventOrigin(mapping) });
  }
}

/** What Lambda's events of this mapping say about where their records come from. */
function eventOrigin(mapping: MappingDocument | undefined): EventOrigin {
  const servers = mapping?.SelfManagedEventSource?.Endpoints?.KAFKA_BOOTSTRAP_SERVERS ?? [];
  const isSelfManaged = mapping?.SelfManagedEventSource !== undefined;
  return {
    eventSource: isSelfManaged ? "SelfManagedKafka" : "aws:kafka",
    eventSourceArn: mapping?.EventSourceArn,
    bootstrapServers: servers,
  };
}

/** Why this host cannot shape records as the mapping's events have them; undefined: it can. */
export function schemaProblem(mapping: MappingDocument | undefined, hasEvents: boolean): string | undefined {
  const config = mapping && consumerConfigOf(mapping)?.SchemaRegistryConfig;
  if (config === undefined || hasEvents) return undefined;
  return "the mapping's events hold values that its schema registry has decoded, and mskctl does not decode them yet when it reads records back";
}

function needMapping(mapping: MappingDocument | undefined, why: string): MappingDocument {
  if (mapping !== undefined && topicOf(mapping) !== undefined) return mapping;
  throw new MskctlError("usage", `${why}, and no mapping tells which`, { suggestions: ["add --mapping NAME"] });
}
