import { describe, expect, it } from "vitest";
import { addFault, callFaultFamily, faultFamily } from "../../../src/sandbox/admin/fault-families.ts";
import { createFaultQueue } from "../../../src/sandbox/front/fault-queue.ts";
import { createFaultList } from "../../../src/sandbox/front/faults.ts";

interface SlowPolls {
  readonly kind: "slow-polls";
  readonly delayMs: number;
  readonly times?: number;
}

function families() {
  const calls = createFaultList([]);
  const polls = createFaultQueue<SlowPolls>("poll");
  const slow = faultFamily(["slow-polls"], (fields) => ({ kind: "slow-polls", delayMs: fields.duration("delay", 0) }) as const, polls);
  return { calls, polls, all: [callFaultFamily(calls), slow] };
}

describe("a fault", () => {
  it("goes to the list that has its kind", () => {
    const { calls, polls, all } = families();
    const call = { service: "lambda", status: 500, errorName: "ServiceException" };
    expect(addFault(all, call)).toMatchObject({ kind: "added", fault: { id: "call-1", fault: { ...call, kind: "error" } } });
    expect(addFault(all, { kind: "slow-polls", delay: "2s" })).toMatchObject({ kind: "added", fault: { id: "poll-1" } });
    expect(calls.waiting()).toHaveLength(1);
    expect(polls.waiting().map(({ fault }) => fault)).toEqual([{ kind: "slow-polls", delayMs: 2_000 }]);
  });

  it("that has anything wrong goes nowhere, and all of it is told", () => {
    const { calls, polls, all } = families();
    expect(addFault(all, { kind: "slow-polls", delay: "soon", service: "lambda" })).toEqual({
      kind: "refused",
      problems: [
        { path: ["delay"], message: "must be a duration such as 90s, 60m or 14d" },
        { path: ["service"], message: "does not exist; fields here: kind, delay" },
      ],
    });
    expect([...calls.waiting(), ...polls.waiting()]).toEqual([]);
  });

  it("of an unknown kind is told every kind there is", () => {
    expect(addFault(families().all, { kind: "meteor" })).toEqual({
      kind: "refused",
      problems: [{ path: ["kind"], message: "must be one of error, lost-answer, slow-polls" }],
    });
  });

  it.each([[[]], [null], ["error"]])("is no %j", (document) => {
    expect(addFault(families().all, document)).toEqual({ kind: "refused", problems: [{ path: [], message: "must be an object" }] });
  });
});
