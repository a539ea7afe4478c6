import { describe, expect, it } from "vitest";
import OffsetsShow from "../../../src/commands/offsets/show.ts";
import { MskctlError } from "../../../src/core/errors.ts";
import type { MappingDocument } from "../../../src/core/mapping/model.ts";
import type { Broker } from "../../../src/core/record/broker.ts";
import { fakeGroupBroker, fakeMember } from "../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../support/mappings.ts";
import { runCommand } from "../../support/run-command.ts";
import { schemaErrors } from "../../support/schema.ts";
import { writeServices } from "../../support/write-services.ts";

const orders = sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "orders-v1" } });
const payments = sampleMapping({ UUID: "00000000-0000-4000-8000-000000000002", name: "payments" });
const queue: MappingDocument = {
  ...sampleMapping({ UUID: "00000000-0000-4000-8000-000000000003", name: "queue" }),
  SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" },
};

function show(argv: readonly string[], mappings: readonly MappingDocument[], broker: () => Promise<Broker>, columns = 80) {
  const { services } = writeServices(mappings);
  return runCommand(OffsetsShow, argv, { services: { ...services, broker }, columns });
}

const member = { ...fakeMember("lambda-1"), assigned: [{ topic: "orders", partitions: [0, 1] }] };
const real = () => Promise.resolve(fakeGroupBroker([{ end: 1_900n, committed: 1_900n }, { earliest: 5n, end: 9n }], [member])); // biome-ignore format: a table
const silent = () =>
  Promise.reject(new MskctlError("unavailable", "b-1:9098 does not answer", { details: { bootstrapServers: ["b-1.example:9098"] } }));

describe("mskctl offsets show", () => {
  it("shows where a group stands", async () => {
    const { stdout, stderr, exitCode } = await show(["orders"], [orders, payments], real);
    expect(stdout).toBe(`orders ← orders
group orders-v1 Stable · 1 member · lag 0 records · no commit on 1 partition
as of 12:00:10 UTC

PARTITION  EARLIEST  COMMITTED    END  LAG  OLDEST UNREAD  READ BY
        0         0      1,900  1,900    0              –  lambda-1
        1         5          –      9    –        no data  lambda-1

MEMBER    HOST      PARTITIONS
lambda-1  10.0.3.7  0–1`);
    expect([stderr, exitCode]).toEqual(["", 0]);
  });

  it("gives one document for one mapping, and a list for several", async () => {
    const one = await show(["orders", "--json"], [orders, payments], real);
    expect(one.json).toMatchObject({
      mapping: { UUID: orders.UUID },
      offsets: { group: { id: "orders-v1" }, partitions: [{ committed: "1900" }, { committed: null }] },
    });
    expect(schemaErrors("offsets-show", one.json)).toEqual([]);
    const several = await show(["--json"], [orders, queue], real);
    expect(several.json).toMatchObject({ mappings: [{ offsets: { topic: "orders" } }, { offsets: { unavailable: { code: "refused" } } }] });
    expect(schemaErrors("offsets-show", several.json)).toEqual([]);
    expect(several.exitCode).toBe(0);
  });

  it("says of one among several why its brokers do not tell", async () => {
    const { stdout, exitCode } = await show([], [orders, queue], real);
    expect(stdout).toContain("queue ← queue\nnot read: a share group (ConsumptionMode Queue) has no committed offsets");
    expect(exitCode).toBe(0);
  });

  it.each<[string, MappingDocument, () => Promise<Broker>, number, RegExp]>([
    ["brokers that do not answer", orders, silent, 75, /b-1:9098 does not answer\n {2}MSK's brokers answer inside their VPC/],
    ["a share group", queue, real, 70, /a share group \(ConsumptionMode Queue\) has no committed offsets/],
    ["a group that may not be described", orders, denied, 77, /no permission for the group/],
  ])("is an error for %s, when nothing else was asked for", async (_, mapping, broker, code, message) => {
    const { stdout, stderr, exitCode } = await show([mapping.UUID], [mapping], broker);
    expect([stdout, exitCode]).toEqual(["", code]);
    expect(stderr).toMatch(message);
  });

  it("of no mapping at all says so", async () => {
    expect((await show(["--topic", "nothing"], [orders], real)).stdout).toBe("No Kafka mapping here; mskctl list shows what there is.");
    const { json } = await show(["--topic", "nothing", "--json"], [orders], real);
    expect(json).toEqual({ schemaVersion: 1, mappings: [] });
  });
});

function denied(): Promise<Broker> {
  const broker = fakeGroupBroker([{ end: 9n }]);
  broker.onCall = (method) => {
    if (method === "group") throw new MskctlError("not-permitted", "no permission for the group");
  };
  return Promise.resolve(broker);
}
