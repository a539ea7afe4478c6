import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration, parseInstant, parseTimestamp } from "../../src/core/time.ts";

describe("parseDuration", () => {
  it.each([
    ["500ms", 500],
    ["2s", 2_000],
    ["0s", 0],
    ["1.5s", 1_500],
    ["5m", 300_000],
    ["1h30m", 5_400_000],
    ["14d", 1_209_600_000],
    ["30", 30_000],
    [" 2s ", 2_000],
  ])("reads %j as %i ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "s", "2x", "-2s", "2s3", "1e3s", "two"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("reads what it would write, for whole units", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.constantFrom("ms", "s", "m", "h", "d"), (amount, unit) => {
        expect(parseDuration(`${amount}${unit}`)).toBe(amount * { ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 }[unit]);
      }),
    );
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 ms"],
    [500, "500 ms"],
    [2_000, "2 s"],
    [2_500, "2.5 s"],
    [76_000, "76 s"],
    [720_000, "12 min"],
    [10_800_000, "3 h"],
    [518_400_000, "6 d"],
  ])("writes %i ms as %j", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe("parseInstant", () => {
  const nowMs = Date.UTC(2026, 10, 23, 12);

  it.each([
    ["2026-11-23T11:45:00Z", Date.UTC(2026, 10, 23, 11, 45)],
    ["2026-11-23T12:45:00+01:00", Date.UTC(2026, 10, 23, 11, 45)],
    ["2026-11-23", Date.UTC(2026, 10, 23)],
    ["1763899200", 1_763_899_200_000],
    ["1763899200123", 1_763_899_200_123],
    ["-15m", nowMs - 900_000],
  ])("reads %j", (text, atMs) => {
    expect(parseInstant(text, nowMs)).toBe(atMs);
  });

  it.each(["yesterday", "2026-13-01T00:00:00Z", "12:00", "-x", "-", "2026-11-23T12:00", "-99999999999d"])("refuses %j", (text) => {
    expect(parseInstant(text, nowMs)).toBeUndefined();
  });
});

describe("parseTimestamp", () => {
  it.each([
    ["2026-11-23T12:00:00Z", Date.UTC(2026, 10, 23, 12)],
    ["2026-11-23t12:00z", Date.UTC(2026, 10, 23, 12)],
    ["2026-11-23 12:00:00.5+00:00", Date.UTC(2026, 10, 23, 12, 0, 0, 500)],
    ["2024-02-29", Date.UTC(2024, 1, 29)],
  ])("reads %s", (text, atMs) => expect(parseTimestamp(text)).toBe(atMs));

  it.each([
    ["the time of a machine's own zone", "2026-11-23T12:00:00"],
    ["a day that does not exist", "2026-02-30T12:00:00Z"],
    ["an hour that does not exist", "2026-11-23T25:00:00Z"],
    ["an epoch", "1763899200"],
    ["a time ago", "-15m"],
  ])("refuses %s", (_, text) => expect(parseTimestamp(text)).toBeUndefined());
});
