import { describe, expect, it } from "vitest";
import { describedSubject, readDescribedWorkload } from "../../../src/core/tuning/described-workload.ts";

const least = { partitions: 4, recordsPerSecond: 100, invocationMs: 40, recordMs: 0.8 };

function described(changes: Readonly<Record<string, unknown>> = {}) {
  const read = readDescribedWorkload({ ...least, ...changes });
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  return read;
}

function problems(value: unknown): readonly string[] {
  const read = readDescribedWorkload(value);
  return "problems" in read ? read.problems.map(({ path, message }) => `${path.join(".")}: ${message}`) : [];
}

describe("a described workload", () => {
  it("takes the rest for usual", () => {
    expect(described().workload).toMatchObject({
      partitionShares: [0.25, 0.25, 0.25, 0.25],
      passShare: 1,
      recordBytes: 1_024,
      work: { invocationMs: 40, recordMs: 0.8, dispatchMs: 50 },
      lanes: 4,
      function: { memoryMb: 512, architecture: "arm64", timeoutMs: 30_000, concurrency: 1_000 },
    });
  });

  it("lasts fourteen days, at one rate", () => {
    const { arrivals } = described().workload;
    expect(arrivals).toHaveLength(20_160);
    expect(new Set(arrivals)).toEqual(new Set([100]));
  });

  it("has a rate for each hour, again and again", () => {
    const { arrivals } = described({ recordsPerSecond: [10, 20, 30] }).workload;
    expect([0, 59, 60, 120, 180].map((minute) => arrivals[minute])).toEqual([10, 10, 20, 30, 10]);
  });

  it("has a day with its peak at an hour", () => {
    const { arrivals } = described({ recordsPerSecond: { mean: 100, peak: 150, peakHourUtc: 18 } }).workload;
    expect([18 * 60, 6 * 60, 0, 42 * 60].map((minute) => Math.round(arrivals[minute] ?? 0))).toEqual([150, 50, 100, 150]);
    expect(arrivals.reduce((sum, rate) => sum + rate, 0) / arrivals.length).toBeCloseTo(100);
  });

  it.each([
    [{ ...least, partitions: 1.5 }, ["partitions: partitions has to be a whole number from 1 to 10000"]],
    [{ ...least, recordMs: "0.8" }, ["recordMs: recordMs has to be a number from 0 to 900000"]],
    [
      { partitions: 4, recordsPerSecond: 1, recordMs: 1 },
      ["invocationMs: invocationMs is missing: it has to be a number from 0 to 900000"],
    ],
    [{ ...least, recordsPerSecond: [] }, [expect.stringContaining("recordsPerSecond has to be a number, a list")]],
    [{ ...least, recordsPerSecond: -1 }, [expect.stringContaining("recordsPerSecond has to be a number, a list")]],
    [
      { ...least, recordsPerSecond: { mean: 10, peak: 30 } },
      [expect.stringContaining("recordsPerSecond.peak has to be from mean to twice")],
    ],
    [{ ...least, lanes: 5 }, ["lanes: lanes has to be a whole number from 1 to 4"]],
    [{ ...least, partitionShares: [0.5, 0.5] }, [expect.stringContaining("4 numbers that add up to 1")]],
    [{ ...least, partitionShares: [0.5, 0.5, 0.5, 0.5] }, [expect.stringContaining("4 numbers that add up to 1")]],
    [{ ...least, function: { architecture: "mips" } }, ["function.architecture: function.architecture has to be arm64 or x86_64"]],
    [{ ...least, function: { memory: 512 } }, ["function.memory: unknown field memory; did you mean memoryMb?"]],
    [{ ...least, recordsPerSec: 5 }, ["recordsPerSec: unknown field recordsPerSec; did you mean recordsPerSecond?"]],
  ])("says what is wrong: case %#", (value, expected) => {
    expect(problems(value)).toEqual(expected);
  });

  it("escapes a field that it does not know", () => {
    const read = readDescribedWorkload({ ...least, "\u001b[31m": 5 });
    expect("problems" in read ? read.problems.map(({ message }) => message.includes("\u001b")) : []).toEqual([false]);
  });

  it("has to be an object", () => {
    expect(problems("fast")[0]).toBe(": the document has to be an object");
  });
});

it("a described subject is known exactly, and graded as what nobody has measured", () => {
  const subject = describedSubject(described({ name: "parcels" }), 0);
  expect(subject).toMatchObject({
    name: "parcels",
    mapping: { UUID: "", FunctionArn: "parcels" },
    estimate: { grade: "C", fit: { recordMs: { value: 0.8, low: 0.8, high: 0.8 } }, reasons: ["the workload is described, not measured"] },
    facts: { estimate: { settings: { batchSize: 100, windowMs: 500, pollers: undefined }, partitions: 4 } },
  });
});
