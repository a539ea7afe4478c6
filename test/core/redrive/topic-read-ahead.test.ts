import { expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { topicReadAhead } from "../../../src/core/redrive/topic-read-ahead.ts";
import { fakeBroker } from "../../support/fakes/broker.ts";

const log = (count: number, bytes: number) => Array.from({ length: count }, () => ({ value: "x".repeat(bytes), atMs: 0 }));
const megabyte = 1024 * 1024;

it("reads partitions apart, and no more than some megabytes ahead", async () => {
  const broker = fakeBroker({ failed: [{ log: log(10, megabyte) }, { log: log(10, 1) }] });
  const ahead = topicReadAhead({
    broker,
    topic: "failed",
    ends: new Map([
      [0, 10n],
      [1, 10n],
    ]),
  });
  for (const [partition, offset] of [
    [0, 0n],
    [1, 0n],
    [0, 1n],
    [1, 9n],
    [0, 4n],
  ] as const)
    expect(await ahead.record(partition, offset)).toMatchObject({ partition, offset });
  expect(broker.calls).toEqual(["read 0 [0,10)", "read 1 [0,10)", "read 0 [4,10)"]);
});

it("keeps only so much of what is not asked for", async () => {
  const broker = fakeBroker({ failed: [{ log: log(60, megabyte) }] });
  const ahead = topicReadAhead({ broker, topic: "failed", ends: new Map([[0, 60n]]) });
  // Each reads three more ahead, 36 in all: the first are given up.
  for (let offset = 0n; offset < 48n; offset += 4n) await ahead.record(0, offset);
  const before = broker.calls.length;
  await ahead.record(0, 47n);
  expect(broker.calls.length).toBe(before);
  await ahead.record(0, 1n);
  expect(broker.calls.length).toBe(before + 1);
});

it("reads no record twice when many partitions take turns", async () => {
  const partitions = Array.from({ length: 16 }, (_, partition) => partition);
  const broker = fakeBroker({ failed: partitions.map(() => ({ log: log(12, megabyte / 4) })) });
  const ahead = topicReadAhead({ broker, topic: "failed", ends: new Map(partitions.map((partition) => [partition, 12n])) });
  for (let offset = 0n; offset < 12n; offset++) for (const partition of partitions) await ahead.record(partition, offset);
  // A megabyte each at a time, four records.
  expect(broker.calls).toHaveLength(partitions.length * 3);
});

it("goes on after a failure", async () => {
  const broker = fakeBroker({ failed: [{ log: log(2, 1) }] });
  const down = new MskctlError("unavailable", "down");
  let failures = 1;
  const failing: typeof broker.read = (range) => {
    if (failures-- > 0) throw down;
    return broker.read(range);
  };
  const ahead = topicReadAhead({ broker: { read: failing }, topic: "failed", ends: new Map([[0, 2n]]) });
  await expect(ahead.record(0, 0n)).rejects.toBe(down);
  expect(await ahead.record(0, 1n)).toMatchObject({ offset: 1n });
});
