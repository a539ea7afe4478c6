import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../../src/sandbox/cloudwatch/expression/evaluate.ts";
import { ExpressionError } from "../../../../src/sandbox/cloudwatch/expression/expression-error.ts";
import type { Surroundings } from "../../../../src/sandbox/cloudwatch/expression/functions.ts";
import { parseExpression } from "../../../../src/sandbox/cloudwatch/expression/parse.ts";
import { ofList, ofSeries, type Series, scalar, type Value } from "../../../../src/sandbox/cloudwatch/expression/values.ts";

/** Points by minute; a hole is a minute without data. */
function series(label: string, ...values: readonly (number | undefined)[]): Series {
  const points = values.flatMap((value, at) => (value === undefined ? [] : [[at * 60_000, value] as const]));
  return { label, periodSeconds: 60, points: new Map(points) };
}

const m1 = series("m1", 10, 20, undefined, 40);
const m2 = series("m2", 1, undefined, 3, 4);
const metrics = new Map([
  ["m1", m1],
  ["m2", m2],
  ["errors1", series("errors1", 0, 2, 0, 1)],
]);
const results = new Map<string, Value>([
  ...[...metrics].map(([id, of]) => [id, ofSeries(of)] as const),
  ["half", scalar(0.5)],
  ["both", ofList([m1, m2])],
]);

const around: Surroundings = {
  range: { startMs: 0, endMs: 4 * 60_000 },
  metrics: [...metrics].map(([id, of]) => ({ id, series: () => of })),
  resultOf(id) {
    const value = results.get(id);
    if (value === undefined) throw new ExpressionError(`Undefined variable ${id}`);
    return value;
  },
  search: (query, statistic, periodSeconds) => [series(`${query}|${statistic}|${periodSeconds}`, 1)],
};

const value = (text: string) => evaluate(parseExpression(text), around);

/** A series as values by minute. */
function minutes(text: string): (number | undefined)[] {
  const result = value(text);
  if (result.kind !== "series") throw new Error(`${text} is a ${result.kind}`);
  return [0, 1, 2, 3].map((at) => result.series.points.get(at * 60_000));
}

describe("arithmetic", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["8 / 4 / 2", 1],
    ["10 - 4 - 3", 3],
    ["2 ^ 3 ^ 2", 512],
    ["-2 * 3", -6],
    ["-(2 - 5)", 3],
    ["1.5e2 + .5e1", undefined],
    ["1.5e2 + 0.5", 150.5],
    ["1 < 2", 1],
    ["2 <= 1", 0],
    ["1 == 1 AND 2 != 2", 0],
    ["1 > 2 OR 2 >= 2", 1],
    ["1 + 1 == 2 && 3 > 2 || 0", 1],
  ])("%s is %s", (text, expected) => {
    if (expected === undefined) expect(() => value(text)).toThrow(ExpressionError);
    else expect(value(text)).toEqual(scalar(expected));
  });

  it("agrees with JavaScript on sums, products and parentheses", () => {
    const term = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        fc.nat(99).map(String),
        fc.tuple(tie("any"), fc.constantFrom("+", "-", "*"), tie("any")).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
        fc.tuple(fc.nat(99), fc.constantFrom("+", "-", "*"), tie("any")).map(([a, sign, b]) => `${a}${sign}${b}`),
      ),
    })).any;
    fc.assert(
      fc.property(term, (text) => {
        const expected: unknown = new Function(`return ${text}`)();
        expect(value(text)).toEqual(scalar(expected as number));
      }),
    );
  });

  it("works point by point, where both sides have data", () => {
    expect(minutes("m1 + m2")).toEqual([11, undefined, undefined, 44]);
    expect(minutes("m1 / 10")).toEqual([1, 2, undefined, 4]);
    expect(minutes("100 - m1")).toEqual([90, 80, undefined, 60]);
    expect(minutes("m1 * half")).toEqual([5, 10, undefined, 20]);
    expect(minutes("-m2")).toEqual([-1, undefined, -3, -4]);
  });

  it("has no point where something is divided by zero", () => {
    expect(minutes("m1 / errors1")).toEqual([undefined, 10, undefined, 40]);
  });

  it("takes a list series by series, and keeps the series' labels", () => {
    const result = value("both * 2");
    expect(result).toMatchObject({ kind: "list", list: [{ label: "m1" }, { label: "m2" }] });
    expect(value("1 - both")).toMatchObject({ kind: "list", list: [{ label: "m1" }, { label: "m2" }] });
    expect(value("both - both")).toMatchObject({ kind: "list", list: [{ label: "m1" }, { label: "m2" }] });
  });
});

describe("functions", () => {
  it("aggregates a list into one series, over the series that have data", () => {
    expect(minutes("SUM([m1, m2])")).toEqual([11, 20, 3, 44]);
    expect(minutes("AVG([m1, m2])")).toEqual([5.5, 20, 3, 22]);
    expect(minutes("MIN(both)")).toEqual([1, 20, 3, 4]);
    expect(minutes("MAX(METRICS())")).toEqual([10, 20, 3, 40]);
  });

  it("aggregates one series into a number", () => {
    expect(value("SUM(m1)")).toEqual(scalar(70));
    expect(value("MAX(m2)")).toEqual(scalar(4));
    expect(minutes("m2 - MIN(m2)")).toEqual([0, undefined, 2, 3]);
  });

  it("chooses metrics by a part of their id", () => {
    expect(minutes('SUM(METRICS("err"))')).toEqual([0, 2, 0, 1]);
  });

  it("fills what is missing with a number, or with the value before", () => {
    expect(minutes("FILL(m1, 0)")).toEqual([10, 20, 0, 40]);
    expect(minutes("FILL(m2, REPEAT)")).toEqual([1, 1, 3, 4]);
    expect(minutes("FILL(IF(m1 > 15, m1), REPEAT)")).toEqual([undefined, 20, 20, 40]);
    expect(value("FILL([m1, m2], 0)")).toMatchObject({ kind: "list", list: [{ label: "m1" }, { label: "m2" }] });
  });

  it("gives the change a second since the point before", () => {
    expect(minutes("RATE(m1)")).toEqual([undefined, 10 / 60, undefined, 20 / 120]);
  });

  it("knows the period of a series", () => {
    expect(value("PERIOD(m1)")).toEqual(scalar(60));
    expect(minutes("m1 / PERIOD(m1)")).toEqual([10 / 60, 20 / 60, undefined, 40 / 60]);
  });

  it("chooses point by point, or once when the condition is a number", () => {
    expect(minutes("IF(m1 > 15, 1, 0)")).toEqual([0, 1, undefined, 1]);
    expect(minutes("IF(errors1, m1, m2)")).toEqual([1, 20, 3, 40]);
    expect(minutes("IF(m1 > 15, m1)")).toEqual([undefined, 20, undefined, 40]);
    expect(minutes("IF(1 > 2, m1, m2)")).toEqual([1, undefined, 3, 4]);
  });

  it("hands a search over with its period", () => {
    expect(value(`SEARCH('{A,"B c"} MetricName="x"', 'Sum', 300)`)).toMatchObject({
      list: [{ label: `{A,"B c"} MetricName="x"|Sum|300` }],
    });
    expect(value("SEARCH('x', 'Sum')")).toMatchObject({ list: [{ label: "x|Sum|undefined" }] });
  });
});

it.each([
  ["", "Unexpected end"],
  ["1 +", "Unexpected end"],
  ["(1", "Expected ) at the end"],
  ["m1 m2", "Unexpected m2"],
  ["[m1, ]", "Unexpected ]"],
  ["m1 ? 1", "Unexpected text at position 3"],
  ["NOPE(m1)", "Unknown function NOPE"],
  ["m9", "Undefined variable m9"],
  ["SUM(1)", "takes a time series"],
  ["FILL(m1)", "FILL takes a number or REPEAT"],
  ["RATE(1)", "takes a time series"],
  ["IF(m1)", "IF takes"],
  ["IF(m1, both, 1)", "IF chooses between"],
  ["METRICS(1)", "takes a text"],
  ["SEARCH('a', 'Sum', m1)", "takes a number"],
  ["'a' + 1", "A text cannot"],
  ["[1]", "A list holds time series"],
  ["both + [m1]", "different length"],
])("refuses %j: %s", (text, reason) => {
  expect(() => value(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(reason) }));
});

it("ends with a value or an ExpressionError on any text", () => {
  const soup = fc.array(
    fc.constantFrom("m1", "half", "SUM", "(", ")", "[", "]", ",", "+", "-", "*", "1", "'x'", "AND", " ", "FILL", "REPEAT"),
  );
  fc.assert(
    fc.property(soup, (parts) => {
      try {
        value(parts.join(""));
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
    }),
  );
});
