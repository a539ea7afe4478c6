import { expect, it } from "vitest";
import { tuningWindow } from "../../src/shell/tuning-window.ts";

const nowMs = Date.parse("2026-11-26T12:00:00Z");
const dayMs = 86_400_000;

it.each([
  [{}, 14, undefined],
  [{ since: "3d" }, 3, undefined],
  [{ since: "-3d", until: "1d" }, 3, 1],
])("%j", (flags, from, until) => {
  expect(tuningWindow(flags, nowMs)).toEqual({
    fromMs: nowMs - from * dayMs,
    untilMs: until === undefined ? undefined : nowMs - until * dayMs,
  });
});

it.each([
  [{ until: "soon" }, '"soon" is no time'],
  [{ until: "15d" }, "--until 15d is before --since 14d"],
  [{ since: "16d" }, "longer ago than the 15 d"],
])("%j is refused", (flags, message) => {
  expect(() => tuningWindow(flags, nowMs)).toThrow(message);
});
