import { topicOf } from "../../core/mapping/model.ts";
import type { SandboxWorld } from "../scenario/create-world.ts";
import type { SandboxMapping } from "../world.ts";

export type AdminWorld = Pick<
  SandboxWorld,
  "region" | "accountId" | "clock" | "mappings" | "runtime" | "functions" | "clusters" | "selfManagedClusters" | "mapRuns"
>;

/** What no API of AWS tells: how far each mapping has come. Offsets are text, as everywhere in JSON. */
export function stateOf(worlds: Iterable<AdminWorld>) {
  return { regions: [...worlds].map(regionState) };
}

function regionState(world: AdminWorld) {
  return {
    region: world.region,
    account: world.accountId,
    at: new Date(world.clock.now()).toISOString(),
    mappings: [...world.mappings.values()].map((mapping) => mappingState(mapping, world)),
  };
}

function mappingState({ document }: SandboxMapping, { runtime }: AdminWorld) {
  const { pollers = 0, partitions = [] } = runtime.progress(document.UUID) ?? {};
  return {
    uuid: document.UUID,
    function: document.FunctionArn,
    topic: topicOf(document),
    state: document.State,
    lastProcessingResult: document.LastProcessingResult,
    pollers,
    partitions: partitions.map(({ partition, committed, position, end }) => ({
      partition,
      committed: String(committed),
      position: String(position),
      end: String(end),
    })),
  };
}
