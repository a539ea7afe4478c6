import { describe, expect, it } from "vitest";
import type { WaitEvent } from "../../../../../src/core/mapping/lifecycle/waiting.ts";
import { untilFirstCommits, untilGroupIsEmpty } from "../../../../../src/core/mapping/offsets/reset/group-waits.ts";
import { fakeClock } from "../../../../support/fakes/clock.ts";
import { type FakeGroupBroker, fakeGroupBroker, fakeMember } from "../../../../support/fakes/group-broker.ts";

function setUp() {
  const [clock, broker, events] = [
    fakeClock(),
    fakeGroupBroker([
      { end: 9n, committed: 2n },
      { end: 9n, committed: 3n },
    ]),
    [] as WaitEvent[],
  ];
  const membersAt = (ms: number, ...members: FakeGroupBroker["members"]) =>
    clock.after(ms, () => {
      broker.members = members;
    });
  const committedAt = (ms: number, ...committed: readonly bigint[]) =>
    clock.after(ms, () => {
      broker.logs = committed.map((each) => ({ end: 9n, committed: each }));
    });
  return { clock, broker, events, membersAt, committedAt, onEvent: (event: WaitEvent) => void events.push(event) };
}

const details = (events: readonly WaitEvent[]) => events.map((event) => event.kind === "phase" && [event.detail, event.done]);

describe("a group", () => {
  const wait = { groupId: "orders-v1", timeoutMs: 5_000 };

  it("without members is empty at once", async () => {
    const { clock, broker, events, onEvent } = setUp();
    await untilGroupIsEmpty({ broker, clock }, wait, onEvent);
    expect(events).toEqual([{ kind: "phase", phase: "group empty", done: true, elapsedMs: 0, detail: "0 members left" }]);
  });

  it("is waited for until the last one has left", async () => {
    const { clock, broker, events, membersAt, onEvent } = setUp();
    broker.members = [fakeMember("lambda-1"), fakeMember("lambda-2")];
    membersAt(1_500, fakeMember("lambda-2"));
    membersAt(2_500);
    await untilGroupIsEmpty({ broker, clock }, wait, onEvent);
    expect(details(events)).toEqual([
      ["2 members left", false],
      ["2 members left", false],
      ["1 member left", false],
      ["0 members left", true],
    ]);
  });

  it("that is read by somebody else ends the wait, with the names", async () => {
    const { clock, broker, onEvent } = setUp();
    broker.members = [fakeMember("orders-reader"), fakeMember("", "/10.0.0.9")];
    await expect(untilGroupIsEmpty({ broker, clock }, wait, onEvent)).rejects.toMatchObject({
      code: "timed-out",
      message: "group orders-v1 still has 2 members after 5 s: orders-reader at 10.0.3.7, -1 at 10.0.0.9",
      details: { group: "orders-v1", members: [{ clientId: "orders-reader" }, { memberId: "-1" }] },
    });
  });

  it("that the brokers do not know any more is empty", async () => {
    const { clock, broker, onEvent } = setUp();
    broker.group = async () => undefined;
    await expect(untilGroupIsEmpty({ broker, clock }, wait, onEvent)).resolves.toBeUndefined();
  });
});

describe("first commits", () => {
  const wait = { groupId: "orders-v1", topic: "orders", set: new Map([[0, 2n], [1, 3n]]), timeoutMs: 5_000 }; // biome-ignore format: a table

  it("are seen when every partition has moved", async () => {
    const { clock, broker, events, committedAt, onEvent } = setUp();
    committedAt(500, 4n, 3n);
    committedAt(1_500, 4n, 9n);
    await untilFirstCommits({ broker, clock }, wait, onEvent);
    expect(details(events)).toEqual([
      ["0 of 2 partitions", false],
      ["1 of 2 partitions", false],
      ["2 of 2 partitions", true],
    ]);
  });

  it("that do not come end the wait, with the partitions", async () => {
    const { clock, broker, committedAt, onEvent } = setUp();
    committedAt(500, 4n, 3n);
    await expect(untilFirstCommits({ broker, clock }, wait, onEvent)).rejects.toMatchObject({
      code: "timed-out",
      message: "no commit was seen on partition 1 in 5 s",
      details: { withoutCommit: [1] },
    });
  });

  it("are not seen in offsets that are not there for a moment", async () => {
    const { clock, broker, onEvent } = setUp();
    broker.logs = [{ end: 9n }, { end: 9n }];
    await expect(untilFirstCommits({ broker, clock }, wait, onEvent)).rejects.toMatchObject({ details: { withoutCommit: [0, 1] } });
  });
});
