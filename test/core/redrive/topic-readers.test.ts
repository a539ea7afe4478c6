import { expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import { groupsReading, mappingsReading } from "../../../src/core/redrive/topic-readers.ts";

const shop = "arn:aws:kafka:eu-central-1:1:cluster/shop/1";
const mapping = (UUID: string, changes: Partial<MappingDocument> = {}): MappingDocument => ({
  UUID,
  EventSourceArn: shop,
  Topics: ["orders"],
  ...changes,
});
const selfManaged = (UUID: string, ...servers: readonly string[]): MappingDocument => ({
  UUID,
  Topics: ["orders"],
  SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
});

it("finds who reads a topic of this cluster, paused ones too", () => {
  const all = [
    mapping("own"),
    mapping("paused", { State: "Disabled" }),
    mapping("other topic", { Topics: ["payments"] }),
    mapping("other cluster", { EventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/other/1" }),
    selfManaged("self-managed", "kafka-1:9092"),
  ];
  expect(mappingsReading("orders", mapping("own"), all).map(({ UUID }) => UUID)).toEqual(["own", "paused"]);
});

it("knows a self-managed cluster by one of its servers", () => {
  const all = [selfManaged("a", "kafka-1:9092", "kafka-2:9092"), selfManaged("b", "kafka-9:9092")];
  expect(mappingsReading("orders", selfManaged("own", "kafka-2:9092"), all).map(({ UUID }) => UUID)).toEqual(["a"]);
});

it("finds the groups that have read a topic, but for our own and those that may not be seen", async () => {
  const committed = new Map<string, ReadonlyMap<number, bigint> | MskctlError>([
    ["billing", new Map([[0, 5n]])],
    ["elsewhere", new Map()],
    ["hidden", new MskctlError("not-permitted", "no")],
    ["mskctl-redrive.orders", new Map([[0, 1n]])],
    ["shipping", new Map([[3, 0n]])],
  ]);
  const broker = {
    groups: async () => [...committed.keys()],
    async committedOffsets(groupId: string) {
      const offsets = committed.get(groupId);
      if (offsets === undefined || offsets instanceof MskctlError) throw offsets;
      return offsets;
    },
  };
  expect(await groupsReading("orders", broker)).toEqual(["billing", "shipping"]);
});
