import { expect, it } from "vitest";
import type { MappingSettings } from "../../../src/core/mapping/model.ts";
import { planUpdate } from "../../../src/core/mapping/plan.ts";
import { mskMapping } from "./samples.ts";

const ownGroup = mskMapping();
const namedGroup = mskMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v2" } });

const cases: [what: string, current: typeof ownGroup, changes: MappingSettings, words: string][] = [
  ["another topic starts anew", ownGroup, { Topics: ["other"] }, "read from its own StartingPosition"],
  [
    "another cluster starts anew",
    ownGroup,
    { EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/b/1" },
    "read from its own StartingPosition",
  ],
  ["a group of its own goes with the mapping", ownGroup, { StartingPosition: "LATEST" }, "is its own UUID and goes with it"],
  ["a named group ignores the position", namedGroup, { StartingPosition: "LATEST" }, "orders-v2 would ignore StartingPosition"],
  ["a named group can be had once", namedGroup, { StartingPosition: "LATEST" }, "unique"],
  [
    "another group begins at its own offsets",
    namedGroup,
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
    "where the new group's offsets are",
  ],
];

it.each(cases)("%s", (_, current, changes, words) => {
  const plan = planUpdate(current, changes);
  expect(plan.kind === "replacement" ? plan.consequences.join("\n") : "").toContain(words);
});
