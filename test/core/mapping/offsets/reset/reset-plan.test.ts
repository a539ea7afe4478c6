import { describe, expect, it } from "vitest";
import { planReset } from "../../../../../src/core/mapping/offsets/reset/reset-plan.ts";
import { fakeClock } from "../../../../support/fakes/clock.ts";
import { fakeGroupBroker, fakeMember } from "../../../../support/fakes/group-broker.ts";
import { sampleMapping } from "../../../../support/mappings.ts";

const request = (changes: Parameters<typeof sampleMapping>[0] = {}) => ({
  mapping: sampleMapping(changes),
  name: "orders",
  target: { kind: "timestamp", atMs: 5 } as const,
});

describe("the plan of a reset", () => {
  it("says where the group stands, where it goes, and that nothing was written", async () => {
    const broker = fakeGroupBroker([{ end: 9n, committed: 5n, atTime: 2n }, { end: 4n, committed: 4n }], [fakeMember("lambda-1")]); // biome-ignore format: a table
    const clock = fakeClock();
    expect(await planReset({ broker, clock }, request())).toMatchObject({
      asOfMs: clock.now(),
      topic: "orders",
      group: { id: sampleMapping().UUID, state: "Stable", members: [{ clientId: "lambda-1" }] },
      moves: [{ partition: 0, now: 5n, next: 2n }],
      unchanged: [1],
      effect: { skippedRecords: 0, repeatedRecords: 3, unseenRecords: 0 },
      pauses: true,
    });
    expect(new Set(broker.calls)).toEqual(new Set(["offsets", "group", "committedOffsets"]));
  });

  it.each([
    ["Disabled", false],
    ["Disabling", false],
    ["Enabling", true],
    ["Updating", true],
  ])("of a mapping that is %s pauses: %s", async (State, pauses) => {
    expect(await planReset({ broker: fakeGroupBroker([{ end: 9n }]), clock: fakeClock() }, request({ State }))).toMatchObject({ pauses });
  });

  it.each([
    [
      "a share group",
      { SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Queue" } },
      /^a share group \(ConsumptionMode Queue\) has no committed offsets$/,
    ],
    ["no topic", { Topics: [] }, /^the mapping names no topic$/],
  ])("is refused for %s, before brokers are asked", async (_, changes, message) => {
    const broker = fakeGroupBroker([]);
    await expect(planReset({ broker, clock: fakeClock() }, request(changes))).rejects.toThrow(message);
    expect(broker.calls).toEqual([]);
  });
});
