import { describe, expect, test, vi } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { runJob } from "../../../../src/core/mapping/lifecycle/jobs.ts";
import { type PreparedUpdate, prepareUpdates, updateJob, withClearings } from "../../../../src/core/mapping/lifecycle/update.ts";
import type { WaitEvent } from "../../../../src/core/mapping/lifecycle/waiting.ts";
import type { MappingDocument, MappingSettings } from "../../../../src/core/mapping/model.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { fakeMetrics } from "../../../support/fakes/metrics.ts";
import { sampleMapping } from "../../../support/mappings.ts";

function setUp(mapping: MappingDocument = sampleMapping()) {
  const clock = fakeClock();
  const mappings = fakeMappingStore([mapping]);
  const metrics = fakeMetrics();
  const ports = { clock, mappings, metrics };
  const events: WaitEvent[] = [];
  const onEvent = (event: WaitEvent) => void events.push(event);
  const prepare = async (changes: MappingSettings): Promise<PreparedUpdate> => {
    const [update] = await prepareUpdates(ports, [{ mapping, name: "orders", changes }], onEvent);
    if (update?.kind === "prepared") return update;
    throw update?.error ?? new Error("no update");
  };
  const run = async (changes: MappingSettings) => {
    const job = updateJob(await prepare(changes), { until: "settled", timeoutMs: 300_000 });
    return runJob(ports, job, onEvent);
  };
  const sent = () => mappings.calls.filter(({ method }) => method === "update").map(({ settings }) => settings);
  return { clock, ports, mappings, metrics, prepare, run, sent, arn: mapping.EventSourceMappingArn ?? "" };
}

describe("An update", () => {
  test("sends only what changes.", async () => {
    const { run, sent } = setUp();
    await run({ BatchSize: 500, MaximumBatchingWindowInSeconds: 1, MetricsConfig: { Metrics: ["EventCount"] } });
    expect(sent()).toEqual([{ BatchSize: 500 }]);
  });

  test("of nothing is an empty plan.", async () => {
    const { prepare } = setUp();
    expect(await prepare({ BatchSize: 100 })).toMatchObject({ plan: { changes: [], request: {} }, gap: undefined });
  });

  test("names every rule that it would break, with the remedy, before anything is sent.", async () => {
    const { prepare, sent } = setUp();
    await expect(prepare({ BatchSize: 20_000, MaximumRetryAttempts: 3 })).rejects.toMatchObject({
      code: "refused",
      message: expect.stringMatching(/BatchSize must be at most 10,000; it is 20,000\..*Give 10,000 or less\..*MaximumRetryAttempts/s),
      details: { violations: [expect.objectContaining({ field: "BatchSize", rule: "batch-size-range" }), expect.anything()] },
    });
    expect(sent()).toEqual([]);
  });

  test("of a create-only field says what replacing the mapping would mean.", async () => {
    const { prepare } = setUp();
    await expect(prepare({ StartingPosition: "LATEST" })).rejects.toMatchObject({
      code: "refused",
      message: expect.stringMatching(
        /StartingPosition: "TRIM_HORIZON" → "LATEST".*can be set only when a mapping is created.*a new mapping has a new group/s,
      ),
    });
  });

  test("of a mapping in transition is planned once it has settled.", async () => {
    const { prepare, clock, mappings } = setUp(sampleMapping({ State: "Updating", BatchSize: 100 }));
    clock.after(5_000, () => mappings.mappings.set(sampleMapping().UUID, sampleMapping({ BatchSize: 300 })));
    const { mapping, plan } = await prepare({ BatchSize: 500 });
    expect(mapping.State).toBe("Enabled");
    expect(plan.changes).toEqual([expect.objectContaining({ field: "BatchSize", before: 300, after: 500 })]);
  });

  test("says how many records wait while polling stops.", async () => {
    const { prepare, metrics } = setUp();
    metrics.put("PolledEventCount", Date.parse("2026-11-23T11:58:00Z"), 600);
    expect((await prepare({ BatchSize: 500 })).gap).toEqual({ kind: "known", records: 900, recordsPerSecond: 10 });
  });

  test("of a disabled mapping stops no polling and ends when it is disabled again.", async () => {
    const { prepare, run } = setUp(sampleMapping({ State: "Disabled" }));
    expect((await prepare({ BatchSize: 500 })).gap).toBeUndefined();
    expect(await run({ BatchSize: 500 })).toMatchObject({ mapping: { State: "Disabled", BatchSize: 500 }, reached: { kind: "settled" } });
  });

  test("is not sent twice when its answer was lost but it took effect.", async () => {
    const { mappings, prepare, sent } = setUp();
    const prepared = await prepare({ BatchSize: 500 });
    mappings.mappings.set(prepared.mapping.UUID, { ...prepared.mapping, BatchSize: 500, LastModified: "2026-11-23T12:00:11.000Z" });
    const job = updateJob(prepared, { until: "settled", timeoutMs: 300_000 });
    const waited = await runJob({ mappings, clock: fakeClock(), metrics: fakeMetrics() }, job, () => {});
    expect(waited.mapping.BatchSize).toBe(500);
    expect(sent()).toEqual([]);
  });
});

describe("Updates of several mappings", () => {
  const onDemand = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001" });
  const provisioned = sampleMapping({ ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 4 } });

  test("are planned one by one: what is refused stays with its mapping.", async () => {
    const { ports } = setUp(provisioned);
    const changes = { BisectBatchOnFunctionError: true };
    const wanted = [onDemand, provisioned].map((mapping) => ({ mapping, name: mapping.UUID, changes }));
    expect(await prepareUpdates(ports, wanted, () => {})).toEqual([
      expect.objectContaining({ kind: "refused", mapping: onDemand, error: expect.objectContaining({ code: "refused" }) }),
      expect.objectContaining({ kind: "prepared", mapping: provisioned, gap: expect.anything() }),
    ]);
  });

  test("cost one reading of metrics and, without encrypted filters, no call a mapping.", async () => {
    const { ports, mappings, metrics } = setUp(provisioned);
    const read = vi.fn(metrics.read);
    const wanted = [onDemand, provisioned].map((mapping) => ({ mapping, name: mapping.UUID, changes: { BatchSize: 7 } }));
    await prepareUpdates({ ...ports, metrics: { read } }, wanted, () => {});
    expect(read).toHaveBeenCalledTimes(1);
    expect(mappings.calls).toEqual([]);
  });

  test("end together with what concerns all of them.", async () => {
    const { ports, metrics } = setUp();
    metrics.failWith = new MskctlError("credentials", "expired");
    const wanted = [{ mapping: sampleMapping(), name: "orders", changes: { BatchSize: 7 } }];
    await expect(prepareUpdates(ports, wanted, () => {})).rejects.toMatchObject({ code: "credentials" });
  });
});

describe("Tags", () => {
  test("are added to those that are there, through the tagging call alone.", async () => {
    const { mappings, run, sent, arn } = setUp();
    mappings.tagsByArn.set(arn, new Map([["team", "shop"]]));
    expect((await run({ Tags: { stage: "prod", team: "shop" } })).reached).toEqual({ kind: "settled" });
    expect(sent()).toEqual([]);
    expect(Object.fromEntries(mappings.tagsByArn.get(arn) ?? [])).toEqual({ team: "shop", stage: "prod" });
  });

  test("are shown with the ones that stay.", async () => {
    const { mappings, prepare, arn } = setUp();
    mappings.tagsByArn.set(arn, new Map([["team", "shop"]]));
    const { plan } = await prepare({ Tags: { stage: "prod" } });
    expect(plan.changes).toEqual([
      expect.objectContaining({ field: "Tags", before: { team: "shop" }, after: { stage: "prod", team: "shop" } }),
    ]);
    expect([...plan.tags]).toEqual([["stage", "prod"]]);
  });

  test("that may not be read are set all the same, and that is said.", async () => {
    const { mappings, prepare } = setUp();
    mappings.failNext("tags", new MskctlError("not-permitted", "denied", { details: { action: "lambda:ListTags" } }));
    const { plan, unknowns } = await prepare({ Tags: { stage: "prod" } });
    expect([...plan.tags]).toEqual([["stage", "prod"]]);
    expect(unknowns).toEqual(["tags not permitted: lambda:ListTags"]);
  });

  test("are not set on a mapping that changed since its plan, whether settings change with them or not.", async () => {
    for (const changes of [{ Tags: { stage: "prod" } }, { Tags: { stage: "prod" }, BatchSize: 500 }]) {
      const { mappings, ports, prepare, sent } = setUp();
      const prepared = await prepare(changes);
      mappings.mappings.set(prepared.mapping.UUID, sampleMapping({ BatchSize: 7, LastModified: "2026-11-23T12:00:11.000Z" }));
      const job = updateJob(prepared, { until: "settled", timeoutMs: 300_000 });
      await expect(runJob(ports, job, () => {})).rejects.toMatchObject({ code: "stale-plan" });
      expect([mappings.tagsByArn.size, sent()]).toEqual([0, []]);
    }
  });

  test("go with settings, before them.", async () => {
    const { mappings, run } = setUp();
    await run({ Tags: { stage: "prod" }, BatchSize: 500 });
    expect(mappings.calls.map(({ method }) => method).filter((method) => method === "tag" || method === "update")).toEqual([
      "tag",
      "update",
    ]);
  });
});

describe("Unsetting", () => {
  const mapping = sampleMapping();
  test.each<[string, MappingSettings]>([
    ["FilterCriteria", { FilterCriteria: {} }],
    ["filter", { FilterCriteria: {} }],
    ["--on-failure", { DestinationConfig: { OnFailure: { Destination: "" } } }],
    ["KMSKeyArn", { KMSKeyArn: "" }],
    ["MaximumRetryAttempts", { MaximumRetryAttempts: -1 }],
    ["poller-group", { ProvisionedPollerConfig: { PollerGroupName: "" } }],
    ["ProvisionedPollerConfig", { ProvisionedPollerConfig: {} }],
    ["schema-registry", { AmazonManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} } }],
  ])("%s sends the value that clears it.", (field, changes) => {
    expect(withClearings({}, [field], mapping)).toEqual(changes);
  });

  test("a self-managed mapping's registry clears its own block.", () => {
    const selfManaged = { UUID: mapping.UUID, SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b:9092"] } } };
    expect(withClearings({}, ["schema-registry"], selfManaged)).toEqual({
      SelfManagedKafkaEventSourceConfig: { SchemaRegistryConfig: {} },
    });
  });

  test("one member of a block goes with setting another.", () => {
    const set = { ProvisionedPollerConfig: { MaximumPollers: 8 } };
    expect(withClearings(set, ["poller-group", "filter"], mapping)).toEqual({
      ProvisionedPollerConfig: { MaximumPollers: 8, PollerGroupName: "" },
      FilterCriteria: {},
    });
  });

  test.each([
    [{ BatchSize: 5 }, "BatchSize"],
    [{ ProvisionedPollerConfig: { PollerGroupName: "g" } }, "poller-group"],
    [{ ProvisionedPollerConfig: { MinimumPollers: 1 } }, "ProvisionedPollerConfig"],
  ])("what is set at once is wrong usage: %j", (set, field) => {
    expect(() => withClearings(set, [field], mapping)).toThrow(`${field} is set and unset at once`);
  });

  test("what AWS cannot clear says why.", () => {
    expect(() => withClearings({}, ["MaximumBatchingWindowInSeconds"], mapping)).toThrow(
      /cannot be unset\. The 500 ms default cannot be restored/,
    );
  });

  test("what is no field is answered with the field that was meant.", () => {
    expect(() => withClearings({}, ["FilterCritera"], mapping)).toThrow(
      expect.objectContaining({ code: "usage", suggestions: ["--unset FilterCriteria"] }),
    );
  });
});
