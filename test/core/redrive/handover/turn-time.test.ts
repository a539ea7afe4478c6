import { expect, it } from "vitest";
import { lastSendMsOf, settleMsOf, timed } from "../../../../src/core/redrive/handover/turn-time.ts";
import type { OutgoingBatch } from "../../../../src/core/redrive/ports.ts";
import { fakeClock } from "../../../support/fakes/clock.ts";
import { lane } from "../../../support/redrive/journal-entries.ts";

const batch: OutgoingBatch = { lane, records: [], attempt: 1 };
const target = { send: async () => ({ kind: "delivered" }) as const };

it("sends nothing that may be on its way when the worker is ended", () => {
  const settings = { functionTimeoutMs: 60_000 };
  expect(settleMsOf(settings)).toBe(80_000);
  expect(lastSendMsOf(settings, 900_000)).toBe(810_000);
});

it("asks to stop when its time is over, once", async () => {
  const clock = fakeClock(0);
  const asked: number[] = [];
  timed(target, clock, 2_500).stop.listen(() => asked.push(clock.now()));
  await clock.sleep(60_000);
  expect(asked).toEqual([2_500]);
});

it("asks at once when it is over already, and nobody who has gone", async () => {
  const clock = fakeClock(9_000);
  const asked: string[] = [];
  timed(target, clock, 9_000).stop.listen((cause) => asked.push(cause));
  expect(asked).toEqual(["interrupted"]);
  timed(target, clock, 20_000).stop.listen(() => asked.push("too late"))();
  await clock.sleep(60_000);
  expect(asked).toEqual(["interrupted"]);
});

it("asks when there is no clock to go by", async () => {
  const clock = { now: () => 0, sleep: () => Promise.reject(new Error("interrupted")) };
  const asked = new Promise((resolve) => timed(target, clock, 2_500).stop.listen(resolve));
  expect(await asked).toBe("interrupted");
});

it("sends nothing after its time, whoever has overslept", async () => {
  const clock = fakeClock(0);
  const { target: inTime } = timed(target, clock, 2_500);
  expect(await inTime.send(batch)).toEqual({ kind: "delivered" });
  await clock.sleep(2_500);
  expect(await inTime.send(batch)).toMatchObject({ kind: "unavailable" });
});
