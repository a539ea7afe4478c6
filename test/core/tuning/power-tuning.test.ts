import { describe, expect, it } from "vitest";
import { readPowerTuning } from "../../../src/core/tuning/power-tuning.ts";

const stats = [
  { averagePrice: 2.1e-9, averageDuration: 50, value: 1_024 },
  { averagePrice: 2.083e-7, averageDuration: 2.9, value: 128 },
];
const points = [
  { memoryMb: 128, durationMs: 2.9 },
  { memoryMb: 1_024, durationMs: 50 },
];
const machine = { executionCost: 0.00045, lambdaCost: 0.0005252 };

/** As the state machine encodes it. */
function chart(sizes: readonly number[], durations: readonly number[]): string {
  const base64 = (values: Int16Array | Float32Array) => Buffer.from(values.buffer).toString("base64");
  const encoded = [base64(new Int16Array(sizes)), base64(new Float32Array(durations)), base64(new Float32Array(sizes.length))];
  return `https://lambda-power-tuning.show/#${encoded.join(";")}`;
}

const withChart = (visualization: unknown) => ({ power: 128, cost: 1, duration: 1, stateMachine: { ...machine, visualization } });

describe("a Power Tuning result", () => {
  it("is read from its statistics, by memory", () => {
    expect(readPowerTuning({ power: 128, cost: 2.083e-7, duration: 2.9, stateMachine: machine, stats })).toEqual({ points });
  });

  it("may lie under results, as the project's own description has it", () => {
    expect(readPowerTuning({ results: { power: "128", stats } })).toEqual({ points });
  });

  it("is read from the address of its chart where it has no statistics", () => {
    const read = readPowerTuning(withChart(chart([128, 256, 512, 1_024, 1_536, 3_008], [100, 50.5, 25, 12.5, 12, 12])));
    expect(read).toEqual({
      points: [
        { memoryMb: 128, durationMs: 100 },
        { memoryMb: 256, durationMs: 50.5 },
        { memoryMb: 512, durationMs: 25 },
        { memoryMb: 1_024, durationMs: 12.5 },
        { memoryMb: 1_536, durationMs: 12 },
        { memoryMb: 3_008, durationMs: 12 },
      ],
    });
  });

  it("is read from a chart that the project publishes", () => {
    const example = "gAAAAQACAAQABsAL;ZooQR4yvkUa/pQRGRC5zRaADHUVjOftE;QdWhOEMkoziDT5Q4xhiIOMYYiDi6RNc4";
    const read = readPowerTuning(withChart(`https://lambda-power-tuning.show/?currency=CNY#${example}`));
    const [first] = "points" in read ? read.points : [];
    expect("points" in read && read.points.map(({ memoryMb }) => memoryMb)).toEqual([128, 256, 512, 1_024, 1_536, 3_008]);
    expect(first?.durationMs).toBeCloseTo(37_002.4, 1);
  });

  const bad = "stateMachine.visualization holds no memory sizes and durations behind its #";

  it.each<[string, unknown, readonly string[]]>([
    ["a list", [], ["the document has to be the output of AWS Lambda Power Tuning, an object"]],
    [
      "another document",
      { power: 5 },
      ["the document has neither stats nor stateMachine.visualization: it has to be the output of AWS Lambda Power Tuning"],
    ],
    ["statistics that are no list", { stats: {} }, ["stats has to be a list"]],
    ["one power value", { stats: [stats[0]] }, ["the document has 1 power value; two are needed at least, today's memory among them"]],
    ["none", { results: { stats: [] } }, ["results has 0 power values; two are needed at least, today's memory among them"]],
    ["memory that is there twice", { stats: [...stats, stats[0]] }, ["the document has 1024 MB more than once"]],
    [
      "values that are none",
      { results: { stats: [{ value: 1_024, averageDuration: -1 }, { value: "512", averageDuration: 5 }, 7] } },
      [
        "results.stats.0.averageDuration has to be a number of milliseconds above 0",
        "results.stats.1.value has to be a whole number of MB from 128 to 10240",
        "results.stats.2 has to be an object",
      ],
    ],
    ["a chart without figures", withChart("https://lambda-power-tuning.show/"), [bad]],
    ["a chart of other letters", withChart("https://x/#gAAAAQ;%%%%%%;"), [bad]],
    ["a chart with too few durations", withChart(chart([128, 256], [1])), [bad]],
    ["a chart of memory that Lambda has not", withChart(chart([1, 256], [1, 2])), [bad]],
    ["a chart of no time", withChart(chart([128, 256], [1, 0])), [bad]],
  ])("that is %s is refused", (_, value, messages) => {
    const read = readPowerTuning(value);
    expect("problems" in read ? read.problems.map(({ message }) => message) : read).toEqual(messages);
  });
});
