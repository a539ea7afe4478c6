import { describe, expect, it } from "vitest";
import { checkLagFlags, firstMinuteMs, type LagFlagUse } from "../../src/shell/lag-flags.ts";
import { noonMs } from "../support/sample-reports.ts";

const none: LagFlagUse = {
  json: false,
  ndjson: false,
  watch: false,
  "until-lag": undefined,
  for: undefined,
  interval: undefined,
  partitions: false,
};

describe("checkLagFlags", () => {
  it.each<[Partial<LagFlagUse>, string]>([
    [{ json: true, watch: true }, "--json is one document, and --watch gives one a refresh"],
    [{ json: true, ndjson: true, "until-lag": 0 }, "--json is one document, and --ndjson gives one a refresh"],
    [{ ndjson: true }, "--ndjson gives a line a refresh, so it takes --watch or --until-lag"],
    [{ interval: 30_000 }, "--interval takes --watch, --until-lag or --for"],
    [{ interval: 4_000, watch: true }, "--interval 4 s is shorter than 5 s: the metrics have a value a minute"],
    [{ watch: true, partitions: true }, "a line a mapping has no room for --partitions"],
  ])("refuses %j", (flags, message) => {
    expect(() => checkLagFlags({ ...none, ...flags })).toThrow(message);
  });

  it.each<Partial<LagFlagUse>>([
    {},
    { json: true },
    { json: true, "until-lag": 0 },
    { watch: true, ndjson: true, partitions: true, interval: 5_000 },
    { "until-lag": 0, ndjson: true, interval: 60_000 },
    { for: 180_000, interval: 10_000 },
    { json: true, partitions: true },
  ])("takes %j", (flags) => {
    expect(() => checkLagFlags({ ...none, ...flags })).not.toThrow();
  });
});

describe("firstMinuteMs", () => {
  const nowMs = noonMs + 45_000;
  const minuteMs = 60_000;

  it.each<[string | undefined, number, number]>([
    [undefined, 0, noonMs - 60 * minuteMs],
    [undefined, 10 * minuteMs, noonMs - 60 * minuteMs],
    [undefined, 180 * minuteMs, noonMs - 180 * minuteMs],
    [undefined, 90 * 24 * 60 * minuteMs, noonMs - 15 * 24 * 60 * minuteMs],
    ["3h", 0, noonMs - 180 * minuteMs],
    ["-3h", 0, noonMs - 180 * minuteMs],
    ["2026-11-23T09:30:30Z", 0, noonMs - 150 * minuteMs],
    ["15d", 0, noonMs - 15 * 24 * 60 * minuteMs],
  ])("%s, needed %i ms", (since, neededMs, fromMs) => {
    expect(firstMinuteMs(since, nowMs, neededMs)).toBe(fromMs);
  });

  it.each([
    ["16d", "--since 16d is longer ago than the 15 d for which CloudWatch keeps minutes"],
    ["2026-11-24T00:00:00Z", "--since 2026-11-24T00:00:00Z lies ahead"],
    ["soon", '"soon" is no time; write 3h, 2026-11-23T12:00:00Z or 1763899200'],
  ])("refuses %s", (since, message) => {
    expect(() => firstMinuteMs(since, nowMs)).toThrow(message);
  });
});
