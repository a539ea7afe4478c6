import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { Broker } from "../../../src/core/record/broker.ts";
import { interruptible } from "../../../src/platform/kafka/interruptible.ts";
import { fakeBroker } from "../../support/fakes/broker.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => {});
const stuck: Partial<Broker> = { offsets: () => never, read: () => ({ [Symbol.asyncIterator]: () => ({ next: () => never }) }) };
const bootstrapServers = ["b:9098"];
const range = { topic: "t", partition: 0, from: 0n, until: 2n };

function limitedBroker(over: Partial<Broker>, answerWithinMs?: number) {
  const inner = fakeBroker({
    t: [
      {
        log: [
          { value: "a", atMs: 1 },
          { value: "b", atMs: 2 },
        ],
      },
    ],
  });
  const interruption = new AbortController();
  const limits = { signal: interruption.signal, bootstrapServers, ...(answerWithinMs === undefined ? {} : { answerWithinMs }) };
  return { inner, interruption, broker: interruptible({ ...inner, ...over }, limits) };
}

describe("a broker that can be given up", () => {
  it("answers like any other", async () => {
    const { broker, inner } = limitedBroker({}, 5_000);
    expect(await broker.offsets("t", "latest")).toEqual(new Map([[0, 2n]]));
    expect(await broker.retention("t")).toEqual({ ms: undefined, bytes: undefined });
    expect(await broker.groups()).toEqual([]);
    const offsets: bigint[] = [];
    for await (const item of broker.read(range)) if (item.kind === "record") offsets.push(item.record.offset);
    expect(offsets).toEqual([0n, 1n]);
    expect(vi.getTimerCount()).toBe(0);
    await broker.close();
    await broker.close();
    expect(inner.calls.filter((call) => call === "close")).toHaveLength(1);
  });

  it("passes errors on", async () => {
    const { broker } = limitedBroker({}, 5_000);
    await expect(broker.offsets("gone", "latest")).rejects.toMatchObject({ code: "not-found" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["a question", (broker: Broker) => broker.offsets("t", "earliest")],
    ["a read", (broker: Broker) => broker.read(range)[Symbol.asyncIterator]().next()],
  ])("is unavailable when %s has no answer in time, and is closed", async (_, ask) => {
    const { broker, inner } = limitedBroker(stuck, 5_000);
    const answer = expect(ask(broker)).rejects.toMatchObject({
      code: "unavailable",
      message: "b:9098 does not answer within 5 s",
      details: { bootstrapServers },
    });
    await vi.advanceTimersByTimeAsync(5_000);
    await answer;
    expect(inner.calls).toContain("close");
  });

  it("is not waited for when it is closed after that", async () => {
    const { broker } = limitedBroker({ ...stuck, close: () => never }, 5_000);
    const answer = expect(broker.offsets("t", "earliest")).rejects.toMatchObject({ code: "unavailable" });
    await vi.advanceTimersByTimeAsync(5_000);
    await answer;
    await expect(broker.close()).resolves.toBeUndefined();
  });

  it("ends with the interruption, whether it comes before a question or while one waits", async () => {
    const { broker, interruption, inner } = limitedBroker(stuck);
    const interrupted = new MskctlError("interrupted", "interrupted");
    const waiting = expect(broker.offsets("t", "earliest")).rejects.toBe(interrupted);
    interruption.abort(interrupted);
    await waiting;
    expect(inner.calls).toContain("close");
    await expect(broker.topics()).rejects.toBe(interrupted);
    await expect(broker.read(range)[Symbol.asyncIterator]().next()).rejects.toBe(interrupted);
  });
});
