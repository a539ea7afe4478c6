import { describe, expect, it } from "vitest";
import { checkTuneFlags } from "../../src/shell/tune-flag-checks.ts";
import { goalsFromFlags, type TuneFlagValues, whatIfOf } from "../../src/shell/tune-flags.ts";

const flags = (given: Partial<TuneFlagValues> = {}): TuneFlagValues =>
  ({ all: false, check: false, "allow-no-data": false, "hours-per-month": 730, seed: 1, ...given }) as TuneFlagValues;

describe("flags that contradict each other", () => {
  it.each([
    [
      flags({ "on-demand": true, "min-pollers": 2 }),
      ["orders"],
      /--on-demand has no pollers .* --min-pollers/,
      "mskctl tune orders --on-demand",
    ],
    [
      flags({ "on-demand": true, "poller-group": "x", "max-pollers": 4 }),
      [],
      /--max-pollers, --poller-group/,
      "mskctl tune NAME --on-demand",
    ],
    [
      flags({ "min-pollers": 9, "max-pollers": 4 }),
      ["orders"],
      /--min-pollers 9 is more than --max-pollers 4/,
      "mskctl tune orders --min-pollers 4 --max-pollers 9",
    ],
    [
      flags({ "batch-size": 500, keep: ["BatchSize"] }),
      ["orders"],
      /--keep BatchSize and --batch-size/,
      "mskctl tune orders --keep BatchSize",
    ],
    [
      flags({ "max-pollers": 5, keep: ["ProvisionedPollerConfig"] }),
      ["orders"],
      /--keep .* and --max-pollers/,
      "mskctl tune orders --keep",
    ],
    [flags({ "batch-size": 500, check: true }), ["orders"], /--check asks/, "mskctl tune orders --check"],
    [flags({ all: true }), ["orders", "emails"], /--all is every mapping/, "mskctl tune --all"],
    [flags({ workload: "w.yaml" }), ["orders"], /--workload describes/, "mskctl tune --workload w.yaml"],
  ])("case %#", (given, names, message, suggestion) => {
    expect(() => checkTuneFlags(given, names)).toThrow(
      expect.objectContaining({
        code: "usage",
        message: expect.stringMatching(message),
        suggestions: expect.arrayContaining([expect.stringContaining(suggestion)]),
      }),
    );
  });

  it.each([
    [flags()],
    [flags({ "batch-size": 500, keep: ["MaximumBatchingWindowInSeconds"] })],
    [flags({ "on-demand": true, "batch-size": 1 })],
    [flags({ "min-pollers": 4, "max-pollers": 4 })],
    [flags({ check: true, keep: ["BatchSize"] })],
  ])("others are fine: case %#", (given) => {
    expect(() => checkTuneFlags(given, ["orders"])).not.toThrow();
  });
});

it("what is to be tried is what was given, and nothing where nothing was", () => {
  expect(whatIfOf(flags({ "batch-size": 500, "batching-window": 0, slo: 5_000 }))).toEqual({ "batch-size": 500, "batching-window": 0 });
  expect(whatIfOf(flags({ slo: 5_000 }))).toBeUndefined();
});

it("goals are what was asked for", () => {
  expect(goalsFromFlags(flags({ slo: 3_000, budget: 50, keep: ["BatchSize"], "max-step": 4 }))).toEqual({
    ageP99Ms: 3_000,
    budget: 50,
    keep: new Set(["BatchSize"]),
    mostStep: 4,
    catchUp: undefined,
  });
});
