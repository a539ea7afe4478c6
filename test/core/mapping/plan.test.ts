import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChanges } from "../../../src/core/mapping/apply-changes.ts";
import { difference } from "../../../src/core/mapping/difference.ts";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import { planCreate, planDelete, planUpdate, type UpdatePlan } from "../../../src/core/mapping/plan.ts";
import { mappingDocuments, updatableSettings } from "./arbitrary-mapping.ts";
import { mskMapping, mskSettings, queueMapping, selfManagedMapping, uuid } from "./samples.ts";

function updatePlan(current: MappingDocument, changes: MappingSettings): UpdatePlan {
  const plan = planUpdate(current, changes);
  if (plan.kind !== "update") throw new Error("a replacement");
  return plan;
}

describe("planCreate", () => {
  it("shows every given field from nothing, defaults too, and sends the settings", () => {
    const settings = {
      ...mskSettings,
      BatchSize: 100,
      KMSKeyArn: undefined,
      ProvisionedPollerConfig: { MinimumPollers: 1 },
    } as unknown as MappingSettings;
    const plan = planCreate(settings, "us-east-1");
    expect(plan.changes.map(({ field, before }) => [field, before])).toEqual([
      ["FunctionName", null],
      ["EventSourceArn", null],
      ["Topics", null],
      ["StartingPosition", null],
      ["ProvisionedPollerConfig", null],
      ["BatchSize", null],
    ]);
    expect(plan.changes.find(({ field }) => field === "ProvisionedPollerConfig")?.note).toBe("1 EPU, $135.05 a month");
    expect(plan.request).toEqual({ ...mskSettings, BatchSize: 100, ProvisionedPollerConfig: { MinimumPollers: 1 } });
  });

  it("carries fields that it does not know", () => {
    const plan = planCreate({ ...mskSettings, FieldOfNextYear: 7 });
    expect(plan.changes.at(-1)).toEqual({ field: "FieldOfNextYear", before: null, after: 7, reversible: true });
    expect(plan.request).toMatchObject({ FieldOfNextYear: 7 });
  });
});

describe("planUpdate", () => {
  it("sends exactly what changes", () => {
    const current = mskMapping({ MaximumBatchingWindowInSeconds: 5, MetricsConfig: { Metrics: ["EventCount"] } });
    const plan = updatePlan(current, {
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 5,
      MetricsConfig: { Metrics: ["EventCount"] },
      Topics: ["orders"],
    });
    expect(plan.request).toEqual({ BatchSize: 500 });
    expect(plan.changes).toEqual([{ field: "BatchSize", before: 100, after: 500, reversible: true }]);
  });

  const requests: [what: string, current: Partial<MappingDocument>, changes: MappingSettings, request: MappingSettings][] = [
    [
      "the sentinel where a field is cleared",
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] } },
      { FilterCriteria: {} },
      { FilterCriteria: {} },
    ],
    ["nothing where there is nothing to clear", {}, { FilterCriteria: {}, KMSKeyArn: "" }, {}],
    [
      "a filter as it was written",
      {},
      { FilterCriteria: { Filters: [{ Pattern: '{ "b": [1], "a": [2] }' }] } },
      { FilterCriteria: { Filters: [{ Pattern: '{ "b": [1], "a": [2] }' }] } },
    ],
    [
      "all pollers when one bound changes",
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8, PollerGroupName: "g" } },
      { ProvisionedPollerConfig: { MaximumPollers: 9 } },
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 9, PollerGroupName: "g" } },
    ],
    [
      "a poller group that is left",
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8, PollerGroupName: "g" } },
      { ProvisionedPollerConfig: { PollerGroupName: "" } },
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8, PollerGroupName: "" } },
    ],
    [
      "a member of the pollers that it does not know, as it is",
      { ProvisionedPollerConfig: { MinimumPollers: 2, Future: 3 } as never },
      { ProvisionedPollerConfig: { MinimumPollers: 3 } },
      { ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 200, Future: 3 } as never },
    ],
    [
      "an empty block back to on-demand",
      { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8 } },
      { ProvisionedPollerConfig: {} },
      { ProvisionedPollerConfig: {} },
    ],
    [
      "a registry without the group, which AWS refuses even unchanged",
      { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g" } },
      {
        AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "g", SchemaRegistryConfig: { SchemaRegistryURI: "https://r.example.com" } },
      },
      { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: { SchemaRegistryURI: "https://r.example.com" } } },
    ],
    ["the function by name", {}, { FunctionName: "orders:live" }, { FunctionName: "orders:live" }],
    ["a switch", { State: "Enabled" }, { Enabled: false }, { Enabled: false }],
    ["no switch that is set already", { State: "Disabled" }, { Enabled: false }, {}],
    ["a field that no table knows", { Future: 1 }, { Future: 2 }, { Future: 2 }],
  ];
  it.each(requests)("sends %s", (_, current, changes, request) =>
    expect(updatePlan(mskMapping(current), changes).request).toEqual(request),
  );

  it("keeps tags out of the request: they go through tagging", () => {
    const plan = updatePlan(mskMapping({ Tags: { team: "a", old: "1" } }), { Tags: { team: "b", new: "2", old: "1" } });
    expect(plan.request).toEqual({});
    expect(plan.tags).toEqual(
      new Map([
        ["new", "2"],
        ["team", "b"],
      ]),
    );
    expect(plan.changes).toMatchObject([{ field: "Tags", before: { old: "1", team: "a" }, after: { new: "2", old: "1", team: "b" } }]);
  });

  it("says what a change costs, with the price's Region", () => {
    const plan = updatePlan(mskMapping(), { ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 8 } });
    expect(plan.changes[0]?.note).toBe("1 EPU, +$135.05 a month (price of us-east-1)");
  });

  it.each([
    ["15 minutes", mskMapping(), { FilterCriteria: { Filters: [{ Pattern: '{"a":[1]}' }] } }],
    ["NAT gateway", mskMapping({ ProvisionedPollerConfig: { MinimumPollers: 1 } }), { ProvisionedPollerConfig: {} }],
    ["billed", mskMapping(), { MetricsConfig: { Metrics: ["EventCount"] } }],
    ["on-demand mode", mskMapping(), { MetricsConfig: { Metrics: ["EventCount"] } }],
  ])("notes %s", (words, current, changes) => expect(updatePlan(current, changes).notes.join("\n")).toContain(words));

  it("does not speak of a VPC where there is none", () => {
    const open = selfManagedMapping({ ProvisionedPollerConfig: { MinimumPollers: 1 } });
    expect(updatePlan(open, { ProvisionedPollerConfig: {} }).notes).toEqual([]);
    const SourceAccessConfigurations = [{ Type: "VPC_SUBNET", URI: "subnet:subnet-1" }];
    expect(updatePlan({ ...open, SourceAccessConfigurations }, { ProvisionedPollerConfig: {} }).notes).toHaveLength(1);
  });

  it("does what it says: its request makes the mapping that was asked for, and nothing is left to change", () => {
    fc.assert(
      fc.property(mappingDocuments, updatableSettings, (current, changes) => {
        const plan = updatePlan(current, changes);
        const after = applyChanges(current, plan.request);
        expect(difference(after, applyChanges(current, changes))).toEqual([]);
        expect(updatePlan(after, changes).changes).toEqual([]);
        expect(plan.changes.map(({ field }) => field)).toEqual(difference(current, after).map(({ field }) => field));
      }),
    );
  });

  it("plans nothing for what is set already", () => {
    fc.assert(
      fc.property(mappingDocuments, (current) => {
        const { FunctionArn: _, UUID: __, ...settings } = current;
        expect(updatePlan(current, settings)).toMatchObject({ changes: [], request: {}, notes: [] });
      }),
    );
  });
});

describe("planUpdate of a create-only field", () => {
  it("is a replacement, with what would change", () => {
    expect(planUpdate(mskMapping(), { Topics: ["other"], BatchSize: 5 })).toMatchObject({
      kind: "replacement",
      changes: [{ field: "Topics", before: ["orders"], after: ["other"] }],
    });
  });
});

describe("planDelete", () => {
  it("says that a group of the mapping's own is lost with it", () => {
    expect(planDelete(mskMapping()).changes).toMatchObject([
      { field: "UUID", before: uuid, after: null, reversible: false, note: expect.stringContaining("position is lost") },
    ]);
  });

  it("says no StartingPosition of a share group, which has none", () => {
    const [change] = planDelete(queueMapping({ SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } })).changes;
    expect(change?.note).toBe(
      "cannot be undone: the share group is the mapping's own UUID, a new mapping begins where the brokers let a new share group begin",
    );
  });

  it("says that a named group stays", () => {
    const [change] = planDelete(mskMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v2" } })).changes;
    expect(change?.note).toContain("orders-v2 keeps the position");
  });
});
