import { describe, expect, it } from "vitest";
import { type OverviewPorts, overview } from "../../../src/core/mapping/overview.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { failingPort, fakeAccount, fakeSeries, fakeTags, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const uuid = (n: number) => `${String(n).padStart(8, "0")}-0000-4000-8000-000000000000`;
const clock = fakeClock(Date.parse("2026-11-23T12:04:30Z"));
const minuteMs = Date.parse("2026-11-23T12:02:00Z");

function account(count: number, region = "eu-central-1", name = "orders") {
  const mappings = fakeMappingStore(
    Array.from({ length: count }, (_, index) =>
      sampleMapping({
        UUID: uuid(index + 1),
        name: `${name}-${index + 1}`,
        EventSourceMappingArn: `arn:aws:lambda:${region}:123456789012:event-source-mapping:${uuid(index + 1)}`,
      }),
    ),
  );
  const metrics = fakeSeries({ "OffsetLag orders-1": 812 }, minuteMs);
  return { mappings, metrics, tags: fakeTags(), account: fakeAccount(), clock };
}
const here = (ports: OverviewPorts) => [{ region: undefined, ports }];

describe("an overview", () => {
  it("of 500 mappings takes five calls, and tags and lag one call more for all", async () => {
    const ports = account(500);
    const [seen] = await overview(here(ports), {}, true);
    expect(seen?.mappings).toHaveLength(500);
    expect(ports.mappings.calls.map(({ method }) => method)).toEqual(["list", "list", "list", "list", "list"]);
    expect(ports.metrics.reads).toHaveLength(1);
  });

  it("asks nobody who he is: a mapping's ARN tells", async () => {
    const ports = { ...account(1), account: failingPort<OverviewPorts["account"]>(new Error("asked")) };
    expect(await overview(here(ports), {}, false)).toMatchObject([
      { region: "eu-central-1", accountId: { kind: "known", value: "123456789012" }, lags: undefined },
    ]);
  });

  it("of an empty account says where it looked", async () => {
    expect(await overview(here(account(0)), {}, false)).toMatchObject([
      { region: "eu-central-1", accountId: { value: "123456789012" }, mappings: [] },
    ]);
  });

  it("keeps a refusal in its place", async () => {
    const ports = {
      ...account(0),
      account: failingPort<OverviewPorts["account"]>(notPermitted("sts:GetCallerIdentity")),
      metrics: failingPort<OverviewPorts["metrics"]>(notPermitted("cloudwatch:GetMetricData")),
    };
    expect(await overview([{ region: "eu-west-1", ports }], {}, true)).toMatchObject([
      {
        region: "eu-west-1",
        accountId: { kind: "not-permitted", action: "sts:GetCallerIdentity" },
        lags: { kind: "not-permitted", action: "cloudwatch:GetMetricData" },
      },
    ]);
  });

  it("ends when mappings may not be listed: that is what it is for", async () => {
    const ports = account(1);
    ports.mappings.failNext("list", notPermitted("lambda:ListEventSourceMappings"));
    await expect(overview(here(ports), {}, false)).rejects.toMatchObject({ code: "not-permitted" });
  });

  it("of several Regions finds a name in any of them", async () => {
    const regions = [
      { region: "eu-central-1", ports: account(2, "eu-central-1", "orders") },
      { region: "eu-west-1", ports: account(2, "eu-west-1", "emails") },
    ];
    const seen = await overview(regions, { names: ["orders-1", "emails-2"] }, true);
    expect(seen.map(({ region, mappings }) => [region, mappings.map(({ FunctionArn }) => FunctionArn?.split(":").at(-1))])).toEqual([
      ["eu-central-1", ["orders-1"]],
      ["eu-west-1", ["emails-2"]],
    ]);
    await expect(overview(regions, { names: ["payments-1"] }, false)).rejects.toMatchObject({ code: "not-found" });
  });

  it("selects by tag, a page a call", async () => {
    const ports = account(3);
    const tags = fakeTags({ [`arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid(2)}`]: { team: "shop" } });
    const [seen] = await overview(here({ ...ports, tags }), { tags: new Map([["team", undefined]]) }, false);
    expect(seen?.mappings.map(({ UUID }) => UUID)).toEqual([uuid(2)]);
  });
});
