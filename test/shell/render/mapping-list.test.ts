import { describe, expect, it } from "vitest";
import type { Fact } from "../../../src/core/mapping/fact.ts";
import type { LatestLag } from "../../../src/core/mapping/latest-lag.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { Overview } from "../../../src/core/mapping/overview.ts";
import { renderMappingList } from "../../../src/shell/render/mapping-list.ts";
import type { Look } from "../../../src/shell/render/palette.ts";
import { textWidth } from "../../../src/shell/render/text-width.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { plainLook } from "./look.ts";

const pollers = (MinimumPollers: number, MaximumPollers: number) => ({ ProvisionedPollerConfig: { MinimumPollers, MaximumPollers } });
const mappings: readonly MappingDocument[] = [
  sampleMapping({ UUID: "1", name: "orders", ...pollers(10, 12), BatchSize: 500, MaximumBatchingWindowInSeconds: 2 }),
  sampleMapping({ UUID: "2", name: "payments" }),
  sampleMapping({ UUID: "3", name: "shipments", ...pollers(1, 4), BatchSize: 200, LastProcessingResult: "PROBLEM: Function call failed" }),
  sampleMapping({ UUID: "4", name: "clicks", ...pollers(40, 200), BatchSize: 10, MaximumBatchingWindowInSeconds: 0 }),
  sampleMapping({ UUID: "5", name: "audit", State: "Disabled", LastProcessingResult: "No records processed" }),
];
const lag = (lagRecords: number, minute: string): LatestLag => ({
  kind: "known",
  lagRecords,
  asOfMs: Date.parse(`2026-11-23T${minute}:00Z`),
  source: "AWS/Lambda SumOffsetLag",
});

function shop(changes: Partial<Overview> = {}): Overview {
  return {
    region: "eu-central-1",
    accountId: { kind: "known", value: "123456789012" },
    mappings,
    total: mappings.length,
    lags: undefined,
    ...changes,
  };
}
const lags: Fact<ReadonlyMap<string, LatestLag>> = {
  kind: "known",
  value: new Map([
    ["1", lag(812, "12:04")],
    ["2", lag(182_400, "12:02")],
    ["3", lag(41_020, "12:04")],
    ["4", lag(0, "12:04")],
    ["5", { kind: "no-data", reason: "no metric has a value in the last 15 min" }],
  ]),
};

const render = (overviews: readonly Overview[], look: Look) =>
  renderMappingList(overviews, look, (command) => `${command} --region eu-central-1`);

describe("a list of mappings", () => {
  it("has a line each and says where one is", () => {
    expect(render([shop()], plainLook(125))).toEqual([
      "FUNCTION   TOPIC      CLUSTER  STATE     MODE            BATCH  WINDOW  LAST RESULT",
      "orders     orders     shop     enabled   10–12 pollers     500     2 s  OK",
      "payments   payments   shop     enabled   on-demand         100     1 s  OK",
      "shipments  shipments  shop     enabled   1–4 pollers       200     1 s  PROBLEM: Function call failed",
      "clicks     clicks     shop     enabled   40–200 pollers     10     0 s  OK",
      "audit      audit      shop     disabled  on-demand         100     1 s  No records processed",
      "5 mappings · 123456789012 · eu-central-1",
    ]);
  });

  it("fits 80 columns without its least important columns, and with a shorter result rather than without the mode", () => {
    expect(render([shop()], plainLook(80))).toEqual([
      "FUNCTION   TOPIC      CLUSTER  STATE     MODE            LAST RESULT",
      "orders     orders     shop     enabled   10–12 pollers   OK",
      "payments   payments   shop     enabled   on-demand       OK",
      "shipments  shipments  shop     enabled   1–4 pollers     PROBLEM: Function call…",
      "clicks     clicks     shop     enabled   40–200 pollers  OK",
      "audit      audit      shop     disabled  on-demand       No records processed",
      "5 mappings · 123456789012 · eu-central-1",
    ]);
    const { EventSourceArn: _, ...sourceless } = sampleMapping({ UUID: "6", name: "legacy" });
    const onPrem = {
      ...sourceless,
      SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["b-1.kafka.example.com:9096", "b-2.kafka.example.com:9096"] } },
    };
    expect(render([shop({ mappings: [...mappings.slice(2, 4), onPrem] })], plainLook(80))).toEqual([
      "FUNCTION   TOPIC      CLUSTER       STATE    MODE            LAST RESULT",
      "shipments  shipments  shop          enabled  1–4 pollers     PROBLEM: Function…",
      "clicks     clicks     shop          enabled  40–200 pollers  OK",
      "legacy     legacy     b-1.kafka.e…  enabled  on-demand       OK",
      "3 mappings · 123456789012 · eu-central-1",
    ]);
  });

  it("keeps the lag that was asked for, however narrow the terminal", () => {
    expect(render([shop({ lags })], plainLook(40)).slice(0, 3)).toEqual([
      "FUNCTION   STATE         LAG  LAST RESU…",
      "orders     enabled       812  OK",
      "payments   enabled   182,400  OK",
    ]);
  });

  it("says where nothing was found, and what to type there", () => {
    const nothing = { mappings: [], total: 0 };
    expect(render([shop(nothing)], plainLook(125))).toEqual([
      "No mapping in eu-central-1 (123456789012) reads from Kafka yet.",
      "mskctl create --function NAME --topic TOPIC --cluster CLUSTER --starting-position TRIM_HORIZON --region eu-central-1",
    ]);
    expect(render([shop({ ...nothing, total: 7 })], plainLook(125))).toEqual([
      "None of the 7 Kafka mappings in eu-central-1 (123456789012) fits.",
      "mskctl list --region eu-central-1",
    ]);
  });

  it("keeps name, state and result at 40 columns", () => {
    expect(render([shop()], plainLook(40))).toEqual([
      "FUNCTION   STATE     LAST RESULT",
      "orders     enabled   OK",
      "payments   enabled   OK",
      "shipments  enabled   PROBLEM: Function…",
      "clicks     enabled   OK",
      "audit      disabled  No records process…",
      "5 mappings · 123456789012 · eu-central-1",
    ]);
  });

  it("shows the lag, how old it is at worst, and why it is missing", () => {
    const lines = render([shop({ lags })], plainLook(125));
    expect(lines[0]).toBe("FUNCTION   TOPIC      CLUSTER  STATE     MODE            BATCH  WINDOW      LAG  LAST RESULT");
    expect(lines[2]).toBe("payments   payments   shop     enabled   on-demand         100     1 s  182,400  OK");
    expect(lines[4]).toBe("clicks     clicks     shop     enabled   40–200 pollers     10     0 s        0  OK");
    expect(lines[5]).toBe("audit      audit      shop     disabled  on-demand         100     1 s  no data  No records processed");
    expect(lines.slice(6)).toEqual([
      "lag as of 12:02 UTC, in records, from AWS/Lambda SumOffsetLag",
      "no data on lag for audit: no metric has a value in the last 15 min",
      "5 mappings · 123456789012 · eu-central-1",
    ]);
  });

  it("says when the lag cannot be had", () => {
    const lines = render([shop({ lags: { kind: "unavailable", reason: "CloudWatch is down" } })], plainLook());
    expect(lines.at(-2)).toBe("lag unknown: CloudWatch is down");
    expect(lines[0]).not.toContain("LAG");
  });

  it("names Regions and accounts when there are several", () => {
    const west = shop({
      region: "eu-west-1",
      mappings: mappings.slice(0, 1),
      accountId: { kind: "not-permitted", action: "sts:GetCallerIdentity" },
    });
    const lines = render([shop(), west], plainLook(125));
    expect(lines[0]).toContain("CLUSTER  REGION        STATE");
    expect(lines[6]).toContain("eu-west-1");
    expect(lines.at(-1)).toBe("6 mappings · 123456789012 · account not permitted: sts:GetCallerIdentity · eu-central-1, eu-west-1");
  });

  it("paints what needs a person, and keeps the columns", () => {
    const coloured = render([shop()], plainLook(125, { colour: true }));
    expect(coloured[3]).toContain("\u001b[31mPROBLEM: Function call failed\u001b[39m");
    expect(coloured[1]).not.toContain("\u001b[31m");
  });

  it("uses ASCII alone where the terminal has no more", () => {
    expect(render([shop({ lags })], plainLook(80, { unicode: false })).join("")).toMatch(/^[ -~]+$/);
  });

  it("fits every width", () => {
    for (let columns = 20; columns < 130; columns++) {
      const table = render([shop({ lags })], plainLook(columns)).slice(0, 6);
      expect(Math.max(...table.map(textWidth))).toBeLessThanOrEqual(columns);
    }
  });
});
