import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../src/core/errors.ts";
import { clockSetting, verbClock } from "../../src/shell/clock.ts";

const noonMs = Date.parse("2026-11-23T12:00:00Z");
const never = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers({ now: noonMs });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the clock of a verb", () => {
  it("is the wall's", async () => {
    const clock = verbClock(never);
    const sleeping = clock.sleep(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await sleeping;
    expect(clock.now()).toBe(noonMs + 1_000);
  });

  it("runs faster from where it was set, in its sleeps too", async () => {
    const clock = verbClock(never, { originMs: noonMs - 10_000, speed: 60 });
    expect(clock.now()).toBe(noonMs - 10_000 + 600_000);
    let awake = false;
    const sleeping = clock.sleep(60_000).then(() => {
      awake = true;
    });
    await vi.advanceTimersByTimeAsync(999);
    expect(awake).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await sleeping;
    expect(clock.now()).toBe(noonMs - 10_000 + 660_000);
  });

  it("tells whole milliseconds, whatever its speed", async () => {
    const clock = verbClock(never, { originMs: noonMs - 1_001, speed: 1.5 });
    expect(clock.now()).toBe(noonMs - 1_001 + 1_501);
  });

  it("ends a sleep with the signal's reason, and leaves nothing behind", async () => {
    const controller = new AbortController();
    const interrupted = new MskctlError("interrupted", "interrupted");
    const sleeping = verbClock(controller.signal).sleep(60_000);
    controller.abort(interrupted);
    await expect(sleeping).rejects.toBe(interrupted);
    expect(vi.getTimerCount()).toBe(0);
    await expect(verbClock(controller.signal).sleep(1)).rejects.toBe(interrupted);
  });
});

describe("MSKCTL_CLOCK", () => {
  const moved = { originMs: 1_795_435_200_000, speed: 60 };
  const wall = { originMs: 0, speed: 1 };
  const MSKCTL_CLOCK = "1795435200000,60";

  it.each<[string, Record<string, string>, string | undefined, object]>([
    ["counts with a loopback endpoint", { AWS_ENDPOINT_URL: "http://127.0.0.1:4700" }, undefined, moved],
    ["counts with localhost", { AWS_ENDPOINT_URL: "http://localhost:4700" }, undefined, moved],
    ["counts with IPv6", { AWS_ENDPOINT_URL: "http://[::1]:4700" }, undefined, moved],
    ["counts with a loopback flag", { AWS_ENDPOINT_URL: "https://example.com" }, "http://127.0.0.1:4700", moved],
    ["is ignored against AWS", {}, undefined, wall],
    ["is ignored with another endpoint", { AWS_ENDPOINT_URL: "https://example.com" }, undefined, wall],
    ["is ignored with a flag that leads elsewhere", { AWS_ENDPOINT_URL: "http://127.0.0.1:4700" }, "https://example.com", wall],
    [
      "is ignored when one service is elsewhere",
      { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ENDPOINT_URL_LAMBDA: "https://x.example" },
      undefined,
      wall,
    ],
    ["is ignored when one service alone is local", { AWS_ENDPOINT_URL_LAMBDA: "http://127.0.0.1:1" }, undefined, wall],
    [
      "is ignored when the SDK ignores the endpoints",
      { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
      undefined,
      wall,
    ],
    ["is ignored with a name that only looks local", { AWS_ENDPOINT_URL: "http://127.0.0.1.example.com" }, undefined, wall],
    ["is ignored with an endpoint that is no URL", { AWS_ENDPOINT_URL: "127.0.0.1" }, undefined, wall],
  ])("%s", (_, environment, endpointUrl, expected) => {
    expect(clockSetting({ MSKCTL_CLOCK, ...environment }, endpointUrl)).toEqual(expected);
  });

  it("is not needed", () => {
    expect(clockSetting({ AWS_ENDPOINT_URL: "http://127.0.0.1:4700" })).toEqual(wall);
  });

  it.each(["", "now", "1795435200000", "1795435200000,0", "1795435200000,-1", "1795435200000,fast"])("%j is refused", (text) => {
    const set = () => clockSetting({ MSKCTL_CLOCK: text, AWS_ENDPOINT_URL: "http://127.0.0.1:4700" });
    expect(set).toThrow(expect.objectContaining({ code: "usage" }));
  });
});
