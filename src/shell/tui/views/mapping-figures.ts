import { formatCount, plural } from "../../../core/figures.ts";
import type { DestinationDepth, LagReport } from "../../../core/lag/report.ts";
import type { LagMetric, LagSamples } from "../../../core/lag/samples.ts";
import { isProvisioned } from "../../../core/mapping/model.ts";
import { formatDuration } from "../../../core/time.ts";
import { agePhrase, catchUpPhrase, pollersPhrase } from "../../render/lag/verdict-phrases.ts";
import { destinationPhrase } from "../../render/mapping-phrases.ts";
import type { Paint } from "../../render/palette.ts";
import { clockTime, rateCell } from "./phrases.ts";
import type { Figure } from "./pieces.ts";
import type { ScreenLook } from "./screen-facts.ts";

/** How far behind it is. */
export function lagFigures(report: LagReport, look: ScreenLook): Figure[] {
  const { lagRecords, maxPartitionLagRecords, age, catchUp } = report;
  const { glyphs } = look;
  const error = age.kind === "known" && age.errorMs > 0 ? ` ±${formatDuration(age.errorMs)}` : "";
  return [
    figure("lag", lagRecords === undefined ? undefined : formatCount(lagRecords), look),
    ...(maxPartitionLagRecords === undefined ? [] : [{ label: "worst partition", value: formatCount(maxPartitionLagRecords) }]),
    {
      label: "age",
      value: age.kind === "known" ? `${agePhrase(age, glyphs)}${look.unicode ? error : error.replace("±", "+-")}` : age.reason,
    },
    ...(catchUp.kind === "caught-up"
      ? []
      : [
          { label: "caught up", value: catchUp.kind === "unknown" ? `unknown: ${catchUp.reason}` : (catchUpPhrase(catchUp, glyphs) ?? "") },
        ]),
  ];
}

/** What it does, in the newest minute that has a value. */
export function workFigures(report: LagReport, look: ScreenLook): Figure[] {
  const { rates, samples, mapping, timeoutMs } = report;
  const { palette } = look;
  const latest = (metric: LagMetric) => latestOf(samples, metric);
  const perSecond = (rate: number | undefined) => (rate === undefined ? undefined : `${rateCell(rate)}/s`);
  const { BatchSize: size = 100 } = mapping;
  // Both are of the same minute, and a batch that spans two counts its records in one of them.
  const [invoked, invocations] = [latest("invoked"), latest("invocations")];
  const batch =
    invoked !== undefined && invocations ? `${formatCount(Math.min(size, invoked / invocations))} of ${formatCount(size)}` : undefined;
  const duration = latest("durationMs");
  const limit = timeoutMs === undefined ? "" : ` of ${formatDuration(timeoutMs)}`;
  return [
    figure("in", perSecond(rates.inPerSecond), look),
    figure("out", perSecond(rates.outPerSecond), look),
    ...(batch === undefined ? [] : [{ label: "batch", value: batch }]),
    ...(duration === undefined
      ? []
      : [{ label: "duration", value: formatDuration(duration) + limit, paint: nearly(duration, timeoutMs, palette.warning) }]),
    ...perMinute("errors", latest("errors"), palette.error),
    ...perMinute("throttles", latest("throttles"), palette.warning),
    ...perMinute("filtered out", latest("filteredOut")),
    ...perMinute("polling errors", latest("pollingErrors") || undefined, palette.error),
    ...perMinute("commit errors", latest("commitErrors") || undefined, palette.error),
    ...perMinute("destination errors", latest("destinationErrors") || undefined, palette.error),
  ];
}

/** Who reads, where failures go, and where the figures come from. */
export function placeFigures(report: LagReport, look: ScreenLook): Figure[] {
  const { mapping, source, asOfMs, destination } = report;
  const target = mapping.DestinationConfig?.OnFailure?.Destination;
  return [
    { label: "pollers", value: readersPhrase(report, look) },
    ...(target === undefined ? [] : [{ label: "destination", value: `${destinationPhrase(target)}${depthPhrase(destination, look)}` }]),
    ...(source === undefined
      ? []
      : [{ label: "from", value: `${source}${asOfMs === undefined ? "" : `, ${clockTime(asOfMs).slice(0, 5)} UTC`}` }]),
  ];
}

/** `4 of 1–4, 6 partitions (provisioned)`, `3 of 6 partitions (on-demand)`, `on-demand, 6 partitions`. */
function readersPhrase({ pollers, mapping }: LagReport, { glyphs }: ScreenLook): string {
  const partitions = pollers.partitions === undefined ? undefined : plural(pollers.partitions, "partition");
  if (isProvisioned(mapping)) return `${[pollersPhrase(pollers, glyphs), partitions].filter(Boolean).join(", ")} (provisioned)`;
  if (pollers.running === undefined) return ["on-demand", partitions].filter(Boolean).join(", ");
  return `${formatCount(pollers.running)}${partitions === undefined ? "" : ` of ${partitions}`} (on-demand)`;
}

function depthPhrase(depth: DestinationDepth | undefined, { glyphs }: ScreenLook): string {
  if (depth === undefined) return "";
  if (depth.kind === "unknown") return ` (${depth.reason})`;
  const since = depth.sinceMs === undefined ? "" : ` since ${new Date(depth.sinceMs).toISOString().slice(0, 16).replace("T", " ")}`;
  return ` ${glyphs.separator} ${depth.atLeast ? `${glyphs.atLeast} ` : ""}${formatCount(depth.documents)} ${depth.what}${since}`;
}

function figure(label: string, value: string | undefined, { palette, glyphs }: ScreenLook): Figure {
  return value === undefined ? { label, value: glyphs.none, paint: palette.dim } : { label, value };
}

/** None is said, too; no data is not. */
function perMinute(label: string, count: number | undefined, paint?: Paint): Figure[] {
  if (count === undefined) return [];
  return [{ label, value: count === 0 ? "0" : `${formatCount(count)}/min`, paint: count === 0 ? undefined : paint }];
}

/** A function that takes four fifths of its timeout will time out one day. */
function nearly(valueMs: number, limitMs: number | undefined, paint: Paint): Paint | undefined {
  return limitMs !== undefined && valueMs >= limitMs * 0.8 ? paint : undefined;
}

// Older values say nothing about now.
const recentMinutes = 10;

function latestOf({ series }: LagSamples, metric: LagMetric): number | undefined {
  return series
    .get(metric)
    ?.slice(-recentMinutes)
    .findLast((value) => value !== undefined);
}
