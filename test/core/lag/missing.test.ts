import { describe, expect, it } from "vitest";
import { type Found, whatIsMissing } from "../../../src/core/lag/missing.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { sampleMapping } from "../../support/mappings.ts";

const uuid = "e0b5c7f2-0000-4000-8000-0000000091c2";
const found: Found = { lagNamespace: undefined, hasPolled: false, nowMs: Date.parse("2026-11-23T12:00:00Z"), spanMs: 3_600_000 };
const withLag = { ...found, lagNamespace: "AWS/Lambda" };
const groups = (...Metrics: string[]) => sampleMapping({ MetricsConfig: { Metrics } });
const inGroup = (name: string, mapping = groups("EventCount")) => ({
  ...mapping,
  AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: name },
});
const { EventSourceArn: _msk, ...nowhere } = groups("EventCount");
const selfManaged: MappingDocument = { ...nowhere, SelfManagedEventSource: {} };
const askBrokers = `mskctl inspect ${uuid} --offsets`;
const turnOn = `mskctl update ${uuid} --metrics EventCount,KafkaMetrics`;

describe("what is missing", () => {
  it("is nothing where there are lag and rates, or a disabled mapping's group tells", () => {
    expect(whatIsMissing(groups("EventCount", "KafkaMetrics"), withLag)).toBeUndefined();
    expect(whatIsMissing({ ...groups(), State: "Disabled" }, { ...found, lagNamespace: "AWS/Kafka" })).toBeUndefined();
  });

  it.each<[string, MappingDocument, Found, { id: string; message: unknown; fix?: string }]>([
    [
      "a share group",
      { ...selfManaged, SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } },
      found,
      {
        id: "share-group",
        message: "a share group (ConsumptionMode Queue) has no lag",
      },
    ],
    [
      "disabled",
      { ...groups("KafkaMetrics"), State: "Disabled" },
      found,
      {
        id: "metrics-missing",
        message: "a disabled mapping publishes no metrics",
        fix: askBrokers,
      },
    ],
    [
      "disabled, with what it published before",
      { ...groups("KafkaMetrics"), State: "Disabled" },
      withLag,
      {
        id: "metrics-missing",
        message: "a disabled mapping publishes no metrics",
        fix: askBrokers,
      },
    ],
    [
      "disabled, and MSK hides the group",
      { ...inGroup("a:b"), State: "Disabled" },
      found,
      {
        id: "group-hidden",
        message: "MSK shows no lag of a group whose name has a colon or other than ASCII characters",
        fix: askBrokers,
      },
    ],
    ["rates", groups("KafkaMetrics"), withLag, { id: "metrics-off", message: "its EventCount group is off: no rates", fix: turnOn }],
    [
      "KafkaMetrics",
      selfManaged,
      { ...found, hasPolled: true },
      { id: "metrics-off", message: "its KafkaMetrics group is off", fix: turnOn },
    ],
    [
      "KafkaMetrics, beside other groups",
      groups("ErrorCount", "New"),
      found,
      {
        id: "metrics-off",
        message: "its KafkaMetrics group is off",
        fix: `${turnOn},ErrorCount,New`,
      },
    ],
    [
      "a group with a colon",
      inGroup("a:b"),
      { ...found, hasPolled: true },
      { id: "group-hidden", message: expect.any(String), fix: turnOn },
    ],
    ["a group outside of ASCII", inGroup("größe"), found, { id: "group-hidden", message: expect.any(String), fix: turnOn }],
    [
      "a lag of a group that is polled",
      groups("EventCount"),
      { ...found, hasPolled: true },
      {
        id: "group-unstable",
        message: "MSK shows no lag of its group: it is neither STABLE nor EMPTY, or has committed nothing",
        fix: turnOn,
      },
    ],
    [
      "the lag of all places",
      groups("EventCount", "KafkaMetrics"),
      { ...found, hasPolled: true },
      {
        id: "group-unstable",
        message: expect.any(String),
        fix: askBrokers,
      },
    ],
    [
      "the lag of a cluster of another account",
      { ...groups("EventCount"), EventSourceArn: "arn:aws:kafka:r:1:vpc-connection/2/shop/u" },
      {
        ...found,
        hasPolled: true,
      },
      { id: "metrics-off", message: expect.any(String), fix: turnOn },
    ],
    [
      "everything",
      groups("EventCount", "KafkaMetrics"),
      found,
      {
        id: "metrics-missing",
        message: "no metric has a value in the last 60 min",
        fix: askBrokers,
      },
    ],
    [
      "the first minutes",
      { ...groups("EventCount", "KafkaMetrics"), LastModified: "2026-11-23T11:55:00Z" },
      found,
      {
        id: "metrics-missing",
        message: "it was changed just now: metrics come minutes later",
      },
    ],
  ])("of %s has its words and its fix", (_, mapping, given, expected) => {
    expect(whatIsMissing(mapping, given)).toEqual(expected);
  });
});
