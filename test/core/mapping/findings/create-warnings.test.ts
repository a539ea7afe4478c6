import { describe, expect, it } from "vitest";
import { createWarnings } from "../../../../src/core/mapping/findings/create-warnings.ts";
import type { MappingSettings } from "../../../../src/core/mapping/model.ts";
import { shopClusterArn } from "../../../support/mappings.ts";
import { sampleFunction } from "./samples.ts";

const settings: MappingSettings = {
  FunctionName: "orders",
  EventSourceArn: shopClusterArn,
  Topics: ["orders"],
  StartingPosition: "TRIM_HORIZON",
  DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
  ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 6 },
};

describe("what bites after a create", () => {
  it.each([
    ["nothing to warn of", {}, {}, []],
    ["a group that may have offsets", { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "old" } }, {}, ["MSK016"]],
    ["a gap at the start", { StartingPosition: "LATEST" }, {}, ["MSK014"]],
    ["endless retries", { DestinationConfig: {} }, {}, ["MSK040"]],
    ["pollers left at their default", { ProvisionedPollerConfig: { MinimumPollers: 1 } }, {}, ["MSK050"]],
    ["pollers above the partitions", {}, { partitions: 4 }, ["MSK051"]],
    ["a function that may run too long", {}, { function: { ...sampleFunction, timeoutMs: 900_000 } }, ["MSK024"]],
    ["a window that stays", { MaximumBatchingWindowInSeconds: 1 }, {}, ["MSK060"]],
    ["the topic does not", {}, { partitions: "missing" as const }, ["MSK010"]],
    [
      "several, most severe first",
      { StartingPosition: "LATEST", DestinationConfig: {} },
      { partitions: "missing" as const },
      ["MSK010", "MSK040", "MSK014"],
    ],
  ])("%s", (_, changes, facts, ids) => {
    expect(createWarnings({ ...settings, ...changes }, facts).map(({ id }) => id)).toEqual(ids);
  });

  it("gives flags to add, as there is no mapping to update", () => {
    expect(createWarnings(settings, { partitions: 4 }).map(({ fix }) => fix)).toEqual(["--max-pollers 4"]);
  });
});
