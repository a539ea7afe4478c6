import { topicOf } from "../../../core/mapping/model.ts";
import type { SandboxMapping } from "../../world.ts";
import type { FunctionCalls } from "../function-calls.ts";
import { readingBySchema } from "../registry/schema-reading.ts";
import { type RuntimeParts, runPartsOf, tellResult } from "../run-parts.ts";
import type { Tenures } from "../tenures.ts";
import type { BrokerCluster } from "./broker-clusters.ts";
import { runOnBroker } from "./broker-run.ts";
import { brokerSource } from "./broker-source.ts";
import { createBrokerTopic } from "./broker-topic.ts";
import { connectionError, exceptionClass, lastResultOf } from "./last-result.ts";

export interface BrokerStartParts extends RuntimeParts {
  readonly calls: FunctionCalls;
  readonly tenures: Tenures;
  /** Consumer groups that are being left, by mapping: the next run begins behind them. */
  readonly leaving: Map<string, Promise<void>>;
}

/** Starts the pollers of a mapping on real brokers; they are reached later, or not at all. */
export function startOnBroker(mapping: SandboxMapping, cluster: BrokerCluster, parts: BrokerStartParts): void {
  const { UUID } = mapping.document;
  const topic = createBrokerTopic(topicOf(mapping.document) ?? "");
  const source = brokerSource(cluster, topic, () => run.session);
  const tenure = parts.tenures.enterOn(mapping, source);
  const fn = parts.functions.get(tenure.config.functionName);
  if (fn === undefined) {
    tellResult(mapping, connectionError);
    return;
  }
  const runParts = runPartsOf(tenure, fn, parts);
  /** What the mapping said before its brokers were lost. */
  let resultBefore: string | undefined;
  const note = noteOfChange((line) => parts.note(`mapping ${UUID}: ${line}`));
  const run = runOnBroker({
    ...runParts,
    startingPollers: 0,
    onAssigned(assignments) {
      runParts.onAssigned(assignments);
      if (resultBefore !== undefined) tellResult(mapping, resultBefore);
      resultBefore = undefined;
    },
    topic,
    ...readingBySchema(tenure.config, topic, parts.schemaRegistries),
    settings: () => cluster.settings(`lambda-${UUID}`),
    after: parts.leaving.get(UUID) ?? Promise.resolve(),
    onPollingFailed(error) {
      resultBefore ??= mapping.document.LastProcessingResult;
      tellResult(mapping, lastResultOf(error));
      note(error.message);
      parts.log.processingError(mapping.document, 0, { message: error.message, code: exceptionClass(error) });
    },
    onCommitFailed: (error) => note(String(error)),
    onLeft: (left) => void parts.leaving.set(UUID, left),
  });
  tenure.run = run;
}

/** What goes wrong again and again is said once. */
function noteOfChange(note: (line: string) => void): (line: string) => void {
  let last: string | undefined;
  return (line) => {
    if (line !== last) note(line);
    last = line;
  };
}
