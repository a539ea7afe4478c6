import { expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { BoundsOfTopics } from "../../../src/core/redrive/log-bounds.ts";
import { fakeLog } from "./log-fixture.ts";

const lane = { topic: "orders", partition: 0 };

function setUp() {
  const log = fakeLog("a b c", 10n);
  let nowMs = 0;
  const bounds = new BoundsOfTopics(log.broker, { now: () => nowMs });
  return { log, bounds, wait: (ms: number) => (nowMs += ms) };
}

it("asks once for a topic, and again when that is too old", async () => {
  const { log, bounds, wait } = setUp();
  log.readable = 12n;
  const both = await Promise.all([bounds.of(lane, 5_000), bounds.of(lane, 5_000)]);
  expect(both).toEqual([
    { earliest: 10n, readable: 12n, end: 13n },
    { earliest: 10n, readable: 12n, end: 13n },
  ]);
  expect(log.asked).toEqual(["earliest", "latest-committed", "latest"]);
  wait(4_999);
  await bounds.of(lane, 5_000);
  expect(log.asked).toHaveLength(3);
  wait(1);
  log.earliest = 11n;
  expect((await bounds.of(lane, 5_000))?.earliest).toBe(11n);
  log.earliest = 12n;
  expect((await bounds.of(lane, 0))?.earliest).toBe(12n);
});

it("knows neither a partition nor a topic that is not there, and takes a topic that comes back for another one", async () => {
  const { log, bounds, wait } = setUp();
  expect(await bounds.of({ topic: "orders", partition: 1 }, 0)).toBeUndefined();
  wait(1);
  log.isThere = false;
  expect(await bounds.of(lane, 0)).toBeUndefined();
  log.isThere = true;
  wait(60_000);
  expect(await bounds.of(lane, 0)).toBeUndefined();
});

it("passes on why brokers do not answer, and asks again", async () => {
  const { log, bounds } = setUp();
  const { offsets } = log.broker;
  Object.assign(log.broker, { offsets: () => Promise.reject(new MskctlError("unavailable", "no answer")) });
  await expect(bounds.of(lane, 5_000)).rejects.toThrow("no answer");
  Object.assign(log.broker, { offsets });
  expect(await bounds.of(lane, 5_000)).toMatchObject({ end: 13n });
});
