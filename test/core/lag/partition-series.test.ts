import { describe, expect, it } from "vitest";
import { readPartitionLags } from "../../../src/core/lag/partition-series.ts";
import { fakeCloudwatch } from "../../support/fakes/cloudwatch.ts";
import { notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const nowMs = Date.parse("2026-11-23T12:04:30Z");
const minute = (n: number) => Date.parse("2026-11-23T12:00:00Z") + n * 60_000;
const mapping = sampleMapping();
const ofGroup = { "Consumer Group": mapping.UUID, Topic: "orders" };
const ofCluster = { "Cluster Name": "shop", ...ofGroup };

function setUp() {
  const cloudwatch = fakeCloudwatch({ now: () => nowMs });
  const put = (dimensions: Readonly<Record<string, string>>, n: number, value: number) =>
    cloudwatch.put("AWS/Kafka", "OffsetLag", dimensions, { atMs: minute(n), value });
  return { cloudwatch, put, read: () => readPartitionLags({ metrics: cloudwatch, catalogue: cloudwatch }, mapping, nowMs) };
}

describe("the lag of each partition", () => {
  it("is the newest that MSK tells, in the order of the partitions", async () => {
    const { put, read, cloudwatch } = setUp();
    for (const partition of [10, 2, 0]) put({ ...ofCluster, Partition: `${partition}` }, 1, partition);
    put({ ...ofCluster, Partition: "2" }, 3, 22);
    put({ ...ofCluster, Partition: "11" }, -60, 11);
    put({ ...ofCluster, "Cluster Name": "stage", Partition: "1" }, 1, 1);
    put({ ...ofCluster, "Consumer Group": "other", Partition: "1" }, 1, 1);
    put({ ...ofCluster, Partition: "all" }, 1, 1);
    put(ofCluster, 1, 1);
    expect(await read()).toEqual([
      { partition: 0, lagRecords: 0 },
      { partition: 2, lagRecords: 22 },
      { partition: 10, lagRecords: 10 },
      // Listed as active, and without a value in the last quarter of an hour.
      { partition: 11, lagRecords: undefined },
    ]);
    expect(cloudwatch.calls).toEqual({ GetMetricData: 1, ListMetrics: 1 });
  });

  it("is taken from series that name no cluster where the group is the mapping's own", async () => {
    const { put, read, cloudwatch } = setUp();
    put({ ...ofGroup, Partition: "0" }, 1, 5);
    expect(await read()).toEqual([{ partition: 0, lagRecords: 5 }]);
    const shared = sampleMapping({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: "shared" } });
    put({ ...ofGroup, "Consumer Group": "shared", Partition: "0" }, 1, 5);
    expect(await readPartitionLags({ metrics: cloudwatch, catalogue: cloudwatch }, shared, nowMs)).toBeUndefined();
  });

  it("is unknown without enhanced monitoring, outside of MSK, and where it may not be read", async () => {
    const { put, read, cloudwatch } = setUp();
    expect(await read()).toBeUndefined();
    expect(cloudwatch.calls.GetMetricData).toBe(0);
    const { EventSourceArn: _, ...selfManaged } = mapping;
    expect(await readPartitionLags({ metrics: cloudwatch, catalogue: cloudwatch }, selfManaged, nowMs)).toBeUndefined();
    put({ ...ofCluster, Partition: "0" }, 1, 5);
    cloudwatch.fail = { read: notPermitted("cloudwatch:GetMetricData") };
    expect(await read()).toBeUndefined();
    cloudwatch.fail = { list: notPermitted("cloudwatch:ListMetrics") };
    expect(await read()).toBeUndefined();
    cloudwatch.fail = { list: new Error("a bug") };
    await expect(read()).rejects.toThrow("a bug");
  });
});
