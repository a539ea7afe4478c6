import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { LagMetric } from "../../src/core/lag/samples.ts";
import { createLagSampler } from "../../src/core/lag/sampling.ts";
import { functionNameOf, type MappingDocument } from "../../src/core/mapping/model.ts";
import { demoAccount } from "../../src/sandbox/scenario/demo-account.ts";
import { fleetOf } from "../../src/sandbox/scenario/fleet.ts";
import { createServices, type Services } from "../../src/shell/services.ts";
import { errorOf, pagesOf } from "../support/aws.ts";
import { type E2eSandbox, e2eSandbox } from "../support/e2e-sandbox.ts";

const fleet = 60;
let sandbox: E2eSandbox;
let mappings: MappingDocument[];
let services: Services;

beforeAll(async () => {
  sandbox = await e2eSandbox("none", fleetOf(demoAccount(), fleet));
  for (const [name, value] of Object.entries(sandbox.environment)) if (name.startsWith("AWS_")) vi.stubEnv(name, value);
  services = createServices({
    debug: false,
    signal: new AbortController().signal,
    environment: sandbox.environment,
    writeLine: () => undefined,
  });
  mappings = (await pagesOf(services.mappings.list())).flat();
});

afterEach(() => sandbox.faults.clear());

afterAll(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

const sampler = () => createLagSampler(services, { fromMs: services.clock.now() - 3_600_000 });
const denied = (service: "monitoring" | "logs", operation: string) => ({
  service,
  operation,
  status: 403,
  errorName: "AccessDeniedException",
});
const mappingOf = (name: string) =>
  mappings.find(({ FunctionArn = "" }) => functionNameOf(FunctionArn) === name) ?? expect.unreachable(`no mapping of ${name}`);

describe("an account of the sandbox", () => {
  it("tells the lag of every mapping, an hour of it, in few calls", async () => {
    const before = services.callCount();
    const lag = sampler();
    const found = await lag.base(mappings, mappings);
    // Three names to list, and one read: audit and a fifth of the fleet are disabled, and MSK tells of them.
    expect(services.callCount() - before).toBe(4);
    const sources = Map.groupBy(found.values(), ({ source }) => source);
    expect(new Map([...sources].map(([source, { length }]) => [source, length]))).toEqual(
      new Map([
        ["AWS/Lambda SumOffsetLag", 6 + (fleet * 4) / 5],
        ["AWS/Kafka SumOffsetLag", 1 + fleet / 5],
      ]),
    );
    expect([...found.values()].flatMap(({ missing }) => missing ?? [])).toEqual([]);
    const series = found.get(mappingOf("orders").UUID)?.samples.series;
    for (const metric of ["lagRecords", "polled", "committed"] as const) {
      expect(series?.get(metric)?.filter((value) => value !== undefined).length, metric).toBeGreaterThanOrEqual(58);
    }
  });

  it("tells the rest of a mapping beside it", async () => {
    const lag = sampler();
    await lag.base(mappings, mappings);
    const { UUID } = mappingOf("shipments");
    const series = (await lag.detail([mappingOf("shipments")])).get(UUID)?.samples.series;
    const total = (metric: LagMetric) => (series?.get(metric) ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0);
    // Poison records for a quarter of an hour: the alias fails, and throttles are of the whole function.
    expect(total("errors")).toBeGreaterThan(0);
    expect(total("failedInvoke")).toBeGreaterThan(0);
    expect(total("throttles")).toBe(0);
    expect(total("pollers")).toBeGreaterThan(0);
  });

  it("is told of without what may not be read", async () => {
    sandbox.faults.failNext(denied("monitoring", "ListMetrics"));
    const unlisted = sampler();
    expect((await unlisted.base(mappings, mappings)).get(mappingOf("orders").UUID)).toMatchObject({ source: "AWS/Lambda SumOffsetLag" });
    expect(unlisted.notes).toHaveLength(1);
    sandbox.faults.failNext(denied("monitoring", "GetMetricData"));
    expect((await sampler().base(mappings, mappings)).get(mappingOf("orders").UUID)?.missing?.id).toBe("not-permitted");
  });

  it("has destinations to count in, and no log of a mapping that writes none", async () => {
    expect(await services.destinations.depth(mappingOf("shipments"), 0)).toEqual({
      kind: "known",
      documents: expect.any(Number),
      what: "objects",
      sinceMs: 0,
    });
    expect(await errorOf(services.log.positions(mappingOf("orders"), services.clock.now()))).toMatchObject({ code: "not-found" });
  });
});
