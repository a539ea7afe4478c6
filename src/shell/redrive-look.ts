import { known } from "../core/mapping/fact.ts";
import type { ClassifiedDocument } from "../core/redrive/classify.ts";
import { type DocumentTally, tallyDocuments } from "../core/redrive/document-tally.ts";
import { classifiedPages, written } from "../core/redrive/intake.ts";
import type { Coverage, PlanFacts } from "../core/redrive/plan-facts.ts";
import { peekRefusal } from "../core/redrive/plan-refusal.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import type { PlacedSource } from "../core/redrive/source-name.ts";
import { readTopicLog } from "../core/redrive/topic-log.ts";
import type { OpenedRedrive } from "./redrive-ports.ts";
import type { Services } from "./services.ts";
import type { SourcePlace } from "./source-place.ts";

interface Looked {
  readonly tally: DocumentTally;
  readonly coverage: Coverage;
  readonly queue: PlanFacts["queue"];
}

interface Looking {
  readonly settings: RunSettings;
  readonly opened: OpenedRedrive;
  readonly journal: OpenRun["journal"] | undefined;
  readonly peek: "sample" | "none";
}

/** Counts what is there: all of it, or a sample of a queue. */
export async function lookInto(services: Services, { placed, mapping, name }: SourcePlace, looking: Looking): Promise<Looked> {
  const { settings, opened, journal, peek } = looking;
  const { source, hasEvents, takes } = opened.source;
  const tools = services.bytes;
  const tally = (pages: AsyncIterable<readonly ClassifiedDocument[]>) =>
    tallyDocuments(pages, {
      nowMs: services.clock.now(),
      topicLog: (topic) => readTopicLog(opened.broker, topic),
      batchSize: settings.options.batchSize,
      source: name,
    });
  if (!takes) {
    // A topic's documents stay. Of an object that is gone when it is to be read, somebody else may have sent the records; and a dry run reads nothing.
    const kept = journal !== undefined && source.pass !== undefined ? opened.kept : undefined;
    const pages = classifiedPages({ source, mapping, tools, limit: Number.MAX_SAFE_INTEGER, hasEvents, kept });
    return { tally: await tally(journal === undefined ? pages : written(pages, journal)), coverage: { kind: "all" }, queue: undefined };
  }
  const queue = await services.redrive.queue(await queueOf(services, placed));
  const facts = await queue.facts();
  const documents = facts.visible;
  const none = { tally: await tally(noPages()), coverage: { kind: "attributes", documents } as const, queue: known(facts) };
  if (peek === "none") return none;
  const refusal = peekRefusal(facts, name);
  if (refusal !== undefined) throw refusal;
  const { documents: peeked } = await queue.peek();
  const sample = {
    documents: async function* () {
      yield peeked;
    },
    fetch: source.fetch,
  };
  const counted = await tally(classifiedPages({ source: sample, mapping, tools, limit: peeked.length, hasEvents }));
  return { tally: counted, coverage: peeked.length >= documents ? { kind: "all" } : { kind: "sample", documents }, queue: known(facts) };
}

async function* noPages(): AsyncGenerator<readonly ClassifiedDocument[]> {}

async function queueOf(services: Services, placed: PlacedSource): Promise<string> {
  if (placed.kind === "sqs") return placed.queue;
  if (placed.kind === "sns") return services.redrive.queueBehind(placed.arn);
  throw new Error(`${placed.kind} is no queue`);
}
