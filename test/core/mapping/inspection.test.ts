import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { gatedFindings, type InspectionPorts, inspectMappings } from "../../../src/core/mapping/inspection.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { failingPort, fakeClusters, fakeFunctions, fakeSeries, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping, shopClusterArn } from "../../support/mappings.ts";
import { sampleCluster } from "./findings/samples.ts";

const uuid = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
const minuteMs = Date.parse("2026-11-23T12:00:00Z");
const shipments = sampleMapping({
  UUID: uuid(1),
  name: "shipments",
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:shipments:live",
  DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } },
});
const legacy: MappingDocument = {
  UUID: uuid(2),
  FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:legacy",
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b:9092"] } },
  Topics: ["legacy"],
  State: "Enabled",
};

function world(...mappings: MappingDocument[]) {
  return {
    mappings: fakeMappingStore(mappings),
    functions: fakeFunctions({ shipments: { reserved: 5 }, legacy: {} }),
    clusters: fakeClusters(new Map([[shopClusterArn, { facts: sampleCluster, topics: { shipments: 6 } }]])),
    metrics: fakeSeries({ "Errors shipments": 82, "Invocations shipments": 200, [`PolledEventCount ${uuid(1)}`]: 0 }, minuteMs),
    clock: fakeClock(Date.parse("2026-11-23T12:00:30Z")),
  };
}
const inspect = (ports: InspectionPorts, ...mappings: MappingDocument[]) =>
  inspectMappings(ports, { chosen: mappings.map((mapping) => ({ mapping, name: "shipments" })), siblings: mappings });

describe("an inspection", () => {
  it("learns all that is around a mapping and checks it", async () => {
    const ports = world(shipments);
    const [seen] = await inspect(ports, shipments);
    expect(seen).toMatchObject({
      function: { kind: "known", value: { functionName: "shipments", memoryMb: 512 } },
      reservedConcurrency: { kind: "known", value: 5 },
      provisionedConcurrency: { kind: "known", value: [] },
      cluster: { kind: "known", value: { name: "shop" } },
      partitions: { kind: "known", value: 6 },
      activity: { kind: "known", value: { metrics: { errors: 82, invocations: 200 } } },
    });
    expect(seen?.findings.map(({ id }) => id)).toEqual(["MSK021", "MSK034", "MSK046"]);
  });

  it("asks for the alias's configuration and the function's concurrency", async () => {
    const ports = world(shipments);
    await inspect(ports, shipments);
    expect(ports.functions.asked).toEqual(["shipments:live", "shipments", "shipments"]);
  });

  it("asks about a shared function and cluster once, and reads all metrics at once", async () => {
    const ports = world();
    await inspect(ports, shipments, { ...shipments, UUID: uuid(3) });
    expect(ports.functions.asked).toHaveLength(3);
    expect(ports.metrics.reads).toHaveLength(1);
  });

  it("of a self-managed mapping knows nothing of the cluster", async () => {
    const [seen] = await inspect(world(), legacy);
    expect(seen?.cluster).toMatchObject({ kind: "unavailable", reason: expect.stringContaining("self-managed") });
    expect(seen?.partitions.kind).toBe("unavailable");
  });

  it("says reserved concurrency is none where none is set", async () => {
    const [seen] = await inspect(world(), legacy);
    expect(seen?.reservedConcurrency).toEqual({ kind: "known", value: "none" });
  });

  it("keeps every refusal in its place and says nothing that rests on it", async () => {
    const ports = {
      ...world(),
      functions: failingPort<InspectionPorts["functions"]>(notPermitted("lambda:GetFunctionConfiguration")),
      clusters: failingPort<InspectionPorts["clusters"]>(notPermitted("kafka:DescribeClusterV2")),
      metrics: failingPort<InspectionPorts["metrics"]>(notPermitted("cloudwatch:GetMetricData")),
    };
    const [seen] = await inspect(ports, shipments);
    expect(seen).toMatchObject({
      function: { kind: "not-permitted", action: "lambda:GetFunctionConfiguration" },
      partitions: { kind: "not-permitted", action: "kafka:DescribeClusterV2" },
      activity: { kind: "not-permitted", action: "cloudwatch:GetMetricData" },
    });
    expect(seen?.findings.map(({ id }) => id)).toEqual(["MSK034", "MSK046"]);
  });

  it("tells a missing function and a missing topic from those that may not be read", async () => {
    const ports = {
      ...world(),
      functions: fakeFunctions({}),
      clusters: fakeClusters(new Map([[shopClusterArn, { facts: sampleCluster, topics: {} }]])),
    };
    const [seen] = await inspect(ports, shipments);
    expect(seen?.findings.map(({ id }) => id)).toEqual(expect.arrayContaining(["MSK020", "MSK010"]));
  });

  it("does not call a topic missing when its whole cluster is", async () => {
    const [seen] = await inspect({ ...world(), clusters: fakeClusters(new Map()) }, shipments);
    const ids = seen?.findings.map(({ id }) => id);
    expect(ids).toContain("MSK011");
    expect(ids).not.toContain("MSK010");
  });

  it("asks for encrypted filters, which a listing leaves out", async () => {
    const listed = { ...shipments, KMSKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" };
    const FilterCriteria = { Filters: [{ Pattern: '{"value":{"paid":[true]}}' }] };
    const ports = world({ ...listed, FilterCriteria });
    expect((await inspect(ports, listed))[0]?.mapping.FilterCriteria).toEqual(FilterCriteria);
    ports.mappings.failNext("get", notPermitted("lambda:GetEventSourceMapping"));
    expect((await inspect(ports, listed))[0]?.mapping.FilterCriteria).toBeUndefined();
    expect((await inspect(world(), shipments))[0]?.mapping).toBe(shipments);
  });

  it("ends on an interruption", async () => {
    const ports = { ...world(), metrics: failingPort<InspectionPorts["metrics"]>(new MskctlError("interrupted", "interrupted")) };
    await expect(inspect(ports, shipments)).rejects.toMatchObject({ code: "interrupted" });
  });

  it("keeps below ten control-plane calls a second after a first burst", async () => {
    const many = Array.from({ length: 14 }, (_, index) => sampleMapping({ UUID: uuid(index), name: `f${index}` }));
    const ports = { ...world(), functions: fakeFunctions(Object.fromEntries(many.map((_, index) => [`f${index}`, {}]))) };
    const startedMs = ports.clock.now();
    await inspect(ports, ...many);
    // Four functions at once, then ten at three calls each.
    expect(ports.clock.now() - startedMs).toBe(3_000);
  });
});

describe("a gate over inspections", () => {
  const failing = { ...shipments, FilterCriteriaError: { ErrorCode: "Denied" } };
  const gated = async (...mappings: MappingDocument[]) =>
    gatedFindings(await inspect(world(), ...mappings)).filter(({ severity }) => severity === "error").length;

  it("leaves a paused mapping out when there are several, and takes it when it alone was asked for", async () => {
    const paused = { ...failing, State: "Disabled", StateTransitionReason: "USER_INITIATED" };
    expect(await gated(legacy, paused)).toBe(0);
    expect(await gated(paused)).toBe(1);
    expect(await gated(legacy, failing)).toBe(2);
  });

  it("takes a mapping that Lambda stopped", async () => {
    const stopped = { ...shipments, State: "Disabled", StateTransitionReason: "EVENT_SOURCE_AUTHN_ERROR" };
    expect(await gated(legacy, stopped)).toBe(1);
  });
});
