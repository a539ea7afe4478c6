import { isError } from "../errors.ts";
import { lagQueries } from "../mapping/latest-lag.ts";
import { functionNameOf, type MappingDocument } from "../mapping/model.ts";
import type { MetricQuery, MetricReader, MetricSeries } from "../mapping/ports.ts";
import type { Clock } from "../time.ts";

/** What a run shares the function with. */
export interface LiveTraffic {
  /** Throws MskctlError only for what ends the run: credentials, an interruption. */
  look(): Promise<LiveLoad>;
}

/** Undefined is not known: nothing was published, or it may not be read. */
interface LiveLoad {
  /** Throttled invocations of the function in the last minutes, those of the run itself included. */
  readonly throttles: number | undefined;
  /** Whether the mapping falls behind. */
  readonly lagGrowing: boolean | undefined;
}

export interface LiveTrafficOptions {
  readonly metrics: MetricReader;
  readonly mapping: MappingDocument;
  /** All Kafka mappings of the Region, where they are known: the function's own lag metric is of all of its mappings. */
  readonly siblings: readonly MappingDocument[] | undefined;
  readonly clock: Pick<Clock, "now">;
}

const minuteMs = 60_000;
const windowMs = 10 * minuteMs;
/** Metrics come a minute or two late: less would often be nothing. */
const throttlesMs = 5 * minuteMs;
/** Fewer are no trend. */
const fewestPoints = 4;

/** Live traffic as CloudWatch shows it, by one read of up to four series. */
export function liveTraffic({ metrics, mapping, siblings, clock }: LiveTrafficOptions): LiveTraffic {
  const queries = [throttlesQuery(mapping), ...lagQueries(mapping, siblings)];
  return {
    async look() {
      const untilMs = Math.floor(clock.now() / minuteMs) * minuteMs + minuteMs;
      try {
        const [throttles, ...lags] = await metrics.read(queries, { fromMs: untilMs - windowMs, untilMs, periodSeconds: 60 });
        return {
          throttles: sumSince(throttles, untilMs - throttlesMs),
          lagGrowing: isGrowing(lags.find(({ points }) => points.length > 0)),
        };
      } catch (error) {
        // A run does not need to know: it yields to the throttles that it gets itself.
        if (isError(error, "not-permitted", "unavailable", "throttled", "timed-out", "refused"))
          return { throttles: undefined, lagGrowing: undefined };
        throw error;
      }
    },
  };
}

function throttlesQuery(mapping: MappingDocument): MetricQuery {
  const name = functionNameOf(mapping.FunctionArn ?? "");
  return { namespace: "AWS/Lambda", name: "Throttles", dimensions: new Map([["FunctionName", name]]), statistic: "Sum" };
}

function sumSince(series: MetricSeries | undefined, sinceMs: number): number | undefined {
  const points = series?.points.filter(({ atMs }) => atMs >= sinceMs) ?? [];
  return points.length === 0 ? undefined : points.reduce((sum, { value }) => sum + value, 0);
}

/** Every newer minute is above every older one: a lag that only goes up and down between commits is not growing. */
function isGrowing(series: MetricSeries | undefined): boolean | undefined {
  const values = series?.points.map(({ value }) => value) ?? [];
  if (values.length < fewestPoints) return undefined;
  const middle = Math.floor(values.length / 2);
  return Math.min(...values.slice(middle)) > Math.max(...values.slice(0, middle));
}
