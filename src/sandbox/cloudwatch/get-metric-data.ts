import { operation } from "../protocols/rpc-service.ts";
import { readRange } from "./buckets.ts";
import { required, validationError } from "./errors.ts";
import { metricQueries } from "./metric-queries.ts";
import { metricResults } from "./metric-results.ts";
import { resultPage } from "./result-pages.ts";
import { getMetricDataInput, getMetricDataOutput } from "./shapes.ts";

/** Of one call, and the default of MaxDatapoints (API reference). */
const maximumDatapoints = 100_800;

export const getMetricData = operation({
  input: getMetricDataInput,
  output: getMetricDataOutput,
  run(input, world) {
    const queries = metricQueries(required(input.MetricDataQueries, "MetricDataQueries"));
    const startMs = required(input.StartTime, "StartTime");
    const endMs = required(input.EndTime, "EndTime");
    if (startMs >= endMs) throw validationError("The parameter StartTime must be less than the parameter EndTime.");
    const results = metricResults(queries, readRange(startMs, endMs, world.clock.now()), world);
    return resultPage(results, {
      token: input.NextToken,
      scanBy: scanOrder(input.ScanBy ?? "TimestampDescending"),
      maximumDatapoints: checkedMaximum(input.MaxDatapoints ?? maximumDatapoints),
    });
  },
});

function scanOrder(scanBy: string) {
  if (scanBy === "TimestampAscending" || scanBy === "TimestampDescending") return scanBy;
  throw validationError(
    `1 validation error detected: Value '${scanBy}' at 'scanBy' failed to satisfy constraint: Member must satisfy enum value set: [TimestampDescending, TimestampAscending]`,
  );
}

function checkedMaximum(asked: number): number {
  if (Number.isInteger(asked) && asked >= 1 && asked <= maximumDatapoints) return asked;
  // Text UNCONFIRMED.
  throw validationError(`The value ${asked} for parameter MaxDatapoints must be between 1 and ${maximumDatapoints}.`);
}
