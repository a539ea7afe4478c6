import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { getMetricData } from "../../../src/sandbox/cloudwatch/get-metric-data.ts";
import type { AwsError } from "../../../src/sandbox/protocols/aws-error.ts";
import type { MetricIdentity } from "../../../src/sandbox/world.ts";
import { startMs, type TestWorld, testWorld } from "../../support/sandbox-world.ts";

const minuteMs = 60_000;
let world: TestWorld;

beforeEach(() => {
  world = testWorld();
});

const lag: MetricIdentity = { namespace: "AWS/Kafka", name: "SumOffsetLag", dimensions: new Map([["Topic", "orders"]]) };
const metric = (identity: MetricIdentity) => ({
  Namespace: identity.namespace,
  MetricName: identity.name,
  Dimensions: [...identity.dimensions].map(([Name, Value]) => ({ Name, Value })),
});
const query = (Id: string, more: object = {}) => ({ Id, MetricStat: { Metric: metric(lag), Period: 60, Stat: "Sum", ...more } });

function publish(minutesAgo: number, value: number, unit?: string, identity = lag): void {
  world.metrics.publish(identity, startMs - minutesAgo * minuteMs, { sum: value, minimum: value, maximum: value, count: 1 }, unit);
}

interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly Timestamps: number[];
  readonly Values: number[];
  readonly StatusCode: string;
}

function get(input: object): { MetricDataResults: Result[]; NextToken?: string } {
  return getMetricData.run({ StartTime: startMs - 60 * minuteMs, EndTime: startMs, ...input }, world) as ReturnType<typeof get>;
}

const valuesOf = (input: object) => get(input).MetricDataResults.map(({ Values }) => Values);

describe("periods", () => {
  it("begin at the start time, rounded down to the minute", () => {
    for (const ago of [12, 11, 10, 9, 8, 7]) publish(ago, 1);
    const StartTime = startMs - 12 * minuteMs + 59_000;
    const [result] = get({ MetricDataQueries: [query("m", { Period: 300 })], StartTime, ScanBy: "TimestampAscending" }).MetricDataResults;
    expect(result?.Timestamps).toEqual([startMs - 12 * minuteMs, startMs - 7 * minuteMs]);
    expect(result?.Values).toEqual([5, 1]);
  });

  it.each([
    [16, 5],
    [64, 60],
  ])("of a start %i days ago begin at whole %i minutes", (days, stepMinutes) => {
    const whole = Math.floor((startMs - days * 86_400_000) / (stepMinutes * minuteMs)) * stepMinutes * minuteMs;
    world.metrics.publish(lag, whole, { sum: 7, minimum: 7, maximum: 7, count: 1 });
    const input = { MetricDataQueries: [query("m", { Period: 3_600 })], StartTime: whole + 3 * minuteMs, EndTime: whole + 100 * minuteMs };
    expect(get(input).MetricDataResults[0]?.Timestamps).toEqual([whole]);
  });

  it("take in the start and leave out the end", () => {
    publish(2, 1);
    publish(1, 2);
    publish(0, 4);
    const input = { MetricDataQueries: [query("m")], StartTime: startMs - 2 * minuteMs, EndTime: startMs };
    expect(valuesOf(input)).toEqual([[2, 1]]);
  });
});

describe("answers", () => {
  it("have no point where there is no data, and none at all for an unknown metric", () => {
    publish(3, 1);
    publish(1, 3);
    const unknown = { ...lag, name: "Nothing" };
    const answer = get({ MetricDataQueries: [query("m"), query("none", { Metric: metric(unknown) })] });
    expect(answer.MetricDataResults.map(({ Values, StatusCode }) => [Values, StatusCode])).toEqual([
      [[3, 1], "Complete"],
      [[], "Complete"],
    ]);
  });

  it("leave out other units when one is asked for", () => {
    publish(3, 1, "Count");
    expect(valuesOf({ MetricDataQueries: [query("a", { Unit: "Count" }), query("b", { Unit: "Seconds" }), query("c")] })).toEqual([
      [1],
      [],
      [1],
    ]);
  });

  it("leave out queries with ReturnData false, which expressions still see", () => {
    publish(3, 5);
    const queries = [
      { ...query("m"), ReturnData: false },
      { Id: "twice", Expression: "m * 2" },
    ];
    expect(get({ MetricDataQueries: queries }).MetricDataResults).toMatchObject([{ Id: "twice", Label: "twice", Values: [10] }]);
  });

  it.each([
    [{}, {}, ["SumOffsetLag", "SumOffsetLag"]],
    [{ Stat: "Maximum" }, {}, ["SumOffsetLag Maximum", "SumOffsetLag Sum"]],
    [{ Period: 300 }, {}, ["SumOffsetLag 300", "SumOffsetLag 60"]],
    [{ Stat: "Maximum", Period: 300 }, {}, ["SumOffsetLag Maximum 300", "SumOffsetLag Sum 60"]],
  ])("are labelled by what tells them apart: %j", (first, second, labels) => {
    expect(get({ MetricDataQueries: [query("a", first), query("b", second)] }).MetricDataResults.map(({ Label }) => Label)).toEqual(labels);
  });

  it("of a search are one result a metric, told apart by their dimensions", () => {
    const partition = (at: string) => ({ ...lag, dimensions: new Map([...lag.dimensions, ["Partition", at]]) });
    publish(1, 1, undefined, partition("0"));
    publish(1, 2, undefined, partition("1"));
    publish(1, 9);
    const Expression = `SEARCH('{AWS/Kafka,Topic,Partition} MetricName="SumOffsetLag"', 'Maximum', 60)`;
    const shown = (more: object) =>
      get({ MetricDataQueries: [{ Id: "s", Expression, ...more }] }).MetricDataResults.map(({ Id, Label, Values }) => [Id, Label, Values]);
    expect(shown({})).toEqual([
      ["s", "orders 0", [1]],
      ["s", "orders 1", [2]],
    ]);
    expect(shown({ Label: "lag" }).map(([, label]) => label)).toEqual(["lag orders 0", "lag orders 1"]);
  });
});

describe("pages", () => {
  it("hold MaxDatapoints at most and together everything, in order, whatever arrives in between", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 12 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom("TimestampAscending", "TimestampDescending"),
        (minutesAgo, MaxDatapoints, ScanBy) => {
          world = testWorld();
          const identities = minutesAgo.map((_, at) => ({ ...lag, name: `M${at}` }));
          for (const [at, ago] of minutesAgo.entries()) for (const minutes of ago) publish(minutes, minutes, undefined, identities[at]);
          const MetricDataQueries = identities.map((identity, at) => query(`m${at}`, { Metric: metric(identity) }));
          const together = new Map(MetricDataQueries.map(({ Id }) => [Id, [] as number[]]));
          let NextToken: string | undefined;
          do {
            const page = get({ MetricDataQueries, MaxDatapoints, ScanBy, NextToken });
            expect(page.MetricDataResults.flatMap(({ Values }) => Values).length).toBeLessThanOrEqual(MaxDatapoints);
            for (const { Id, Values } of page.MetricDataResults) together.get(Id)?.push(...Values);
            NextToken = page.NextToken;
            expect(page.MetricDataResults.slice(0, -1).every(({ StatusCode }) => StatusCode === "Complete")).toBe(true);
          } while (NextToken !== undefined);
          const direction = ScanBy === "TimestampAscending" ? -1 : 1;
          const expected = minutesAgo.map((ago) => ago.toSorted((a, b) => direction * (a - b)));
          expect([...together.values()]).toEqual(expected);
        },
      ),
    );
  });

  it("that end inside a result say so", () => {
    for (const ago of [1, 2, 3]) publish(ago, ago);
    const first = get({ MetricDataQueries: [query("m")], MaxDatapoints: 2 });
    expect(first.MetricDataResults).toMatchObject([{ Values: [1, 2], StatusCode: "PartialData" }]);
    publish(0, 100);
    const second = get({ MetricDataQueries: [query("m")], MaxDatapoints: 2, NextToken: first.NextToken, EndTime: startMs + minuteMs });
    expect(second.MetricDataResults).toMatchObject([{ Values: [3], StatusCode: "Complete" }]);
    expect(second.NextToken).toBeUndefined();
  });
});

describe("refusals", () => {
  const many = Array.from({ length: 501 }, (_, at) => query(`m${at}`));
  it.each([
    ["no queries", {}, "MissingRequiredParameterException", "The parameter MetricDataQueries is required."],
    [
      "501 queries",
      { MetricDataQueries: many },
      "ValidationError",
      "The collection MetricDataQueries must not have a size greater than 500.",
    ],
    [
      "an id twice",
      { MetricDataQueries: [query("m"), query("m")] },
      "ValidationError",
      "The values for parameter id in MetricDataQueries are not unique.",
    ],
    ["an id in upper case", { MetricDataQueries: [query("M")] }, "ValidationError", "MetricDataQueries.member.1.Id"],
    [
      "a statistic that is none",
      { MetricDataQueries: [query("m", { Stat: "Middle" })] },
      "ValidationError",
      "The value Middle for parameter MetricDataQueries.member.1.MetricStat.Stat is not a valid statistic.",
    ],
    [
      "a period of 90 s",
      { MetricDataQueries: [query("m", { Period: 90 })] },
      "ValidationError",
      "MetricDataQueries.member.1.MetricStat.Period",
    ],
    ["an expression beside a metric", { MetricDataQueries: [{ ...query("m"), Expression: "1" }] }, "ValidationError", "Exactly one of"],
    ["neither of them", { MetricDataQueries: [{ Id: "m" }] }, "ValidationError", "Exactly one of"],
    ["nothing to return", { MetricDataQueries: [{ ...query("m"), ReturnData: false }] }, "ValidationError", "ReturnData"],
    [
      "a metric without a name",
      { MetricDataQueries: [query("m", { Metric: { Namespace: "A" } })] },
      "MissingRequiredParameterException",
      "MetricDataQueries.member.1.MetricStat.Metric.MetricName",
    ],
    [
      "an end before the start",
      { MetricDataQueries: [query("m")], StartTime: startMs },
      "ValidationError",
      "The parameter StartTime must be less than the parameter EndTime.",
    ],
    ["an order that is none", { MetricDataQueries: [query("m")], ScanBy: "Up" }, "ValidationError", "Value 'Up' at 'scanBy'"],
    ["too many datapoints", { MetricDataQueries: [query("m")], MaxDatapoints: 100_801 }, "ValidationError", "MaxDatapoints"],
    ["a token of another making", { MetricDataQueries: [query("m")], NextToken: "abc" }, "InvalidNextToken", "NextToken"],
    [
      "an unknown id in an expression",
      { MetricDataQueries: [{ Id: "e", Expression: "m9" }] },
      "ValidationError",
      "Error in expression 'e': Undefined variable m9",
    ],
    [
      "an expression that refers to itself",
      {
        MetricDataQueries: [
          { Id: "a", Expression: "b" },
          { Id: "b", Expression: "a + 1" },
        ],
      },
      "ValidationError",
      "refers to itself",
    ],
    ["a number as the result", { MetricDataQueries: [query("m"), { Id: "e", Expression: "SUM(m)" }] }, "ValidationError", "no time series"],
    ["Metrics Insights", { MetricDataQueries: [{ Id: "e", Expression: "SELECT AVG(x) FROM y" }] }, "ValidationError", "Metrics Insights"],
  ])("%s", (_, input, name, message) => {
    const refused = (): AwsError => {
      try {
        get(input);
      } catch (error) {
        return error as AwsError;
      }
      throw new Error("not refused");
    };
    expect(refused()).toMatchObject({ name, status: 400, message: expect.stringContaining(message) });
  });
});
