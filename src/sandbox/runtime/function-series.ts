import type { StatisticSet } from "../world.ts";
import type { FunctionMinute } from "./minute-figures.ts";
import { type Series, seriesOf } from "./series.ts";
import { setOf } from "./tally.ts";

/**
 * What a function publishes, for itself and for the alias or version that was invoked. Names and dimensions as in the
 * Lambda Developer Guide, "Types of metrics for Lambda functions". Nothing comes in a minute without invocations.
 */
export function functionSeries(functionName: string, qualifier: string): Series<FunctionMinute>[] {
  const ofFunction = new Map([["FunctionName", functionName]]);
  const ofQualifier = new Map([...ofFunction, ["Resource", `${functionName}:${qualifier}`]]);
  return (qualifier === "$LATEST" ? [ofFunction] : [ofFunction, ofQualifier]).flatMap((dimensions) => {
    const series = seriesOf<FunctionMinute>("AWS/Lambda", dimensions);
    return [
      series("Invocations", ({ invocations }) => occurrences(invocations, invocations)),
      series("Errors", ({ errors, invocations }) => occurrences(errors, invocations)),
      series("Throttles", ({ throttles, invocations }) => occurrences(throttles, invocations + throttles)),
      // Documented as an error of a destination; that there is no sample without one is an assumption.
      series("DestinationDeliveryFailures", ({ destinationFailures }) => occurrences(destinationFailures, destinationFailures), {
        isRare: true,
      }),
      series("Duration", ({ durationMs }) => (durationMs.count > 0 ? setOf(durationMs) : undefined), { unit: "Milliseconds" }),
      series("ConcurrentExecutions", ({ concurrentExecutions }) =>
        concurrentExecutions.count > 0 ? setOf(concurrentExecutions) : undefined,
      ),
    ];
  });
}

/** `times` ones among `samples`, the others zero. */
function occurrences(times: number, samples: number): StatisticSet | undefined {
  if (samples === 0) return undefined;
  return { sum: times, minimum: times < samples ? 0 : 1, maximum: times > 0 ? 1 : 0, count: samples };
}
