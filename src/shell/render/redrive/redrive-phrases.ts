import { formatCount } from "../../../core/figures.ts";
import { functionNameOf, type MappingDocument } from "../../../core/mapping/model.ts";
import { formatDollars } from "../../../core/money.ts";
import type { Range } from "../../../core/redrive/effort.ts";
import type { Span } from "../../../core/redrive/kind-counts.ts";
import type { TargetFacts } from "../../../core/redrive/plan-facts.ts";
import type { LaneId, Reason } from "../../../core/redrive/ports.ts";
import { type PlacedSource, sourceText } from "../../../core/redrive/source-name.ts";
import { formatDuration } from "../../../core/time.ts";
import { destinationPhrase } from "../mapping-phrases.ts";
import type { Glyphs } from "../palette.ts";

// How redrives are said, the same in every verb. Raw text: the caller escapes it.

/** `09:12 to 11:58 UTC today`, with dates where they are of other days. */
export function spanPhrase({ fromMs, untilMs }: Span, nowMs: number): string {
  const [from, until, today] = [fromMs, untilMs, nowMs].map((ms) => new Date(ms).toISOString());
  const [day, time] = [(text = "") => text.slice(0, 10), (text = "") => text.slice(11, 16)];
  const days = day(from) === day(until) ? (day(from) === day(today) ? "today" : day(from)) : undefined;
  if (days === undefined) return `${day(from)} ${time(from)} to ${day(until)} ${time(until)} UTC`;
  return time(from) === time(until) ? `${time(from)} UTC ${days}` : `${time(from)} to ${time(until)} UTC ${days}`;
}

/** `412`, `412–1,284`: once where both ends read alike. */
export function rangePhrase(
  { low, high }: Range,
  { range }: Glyphs,
  say: (value: number) => string = (value) => formatCount(Math.round(value)),
): string {
  const [from, until] = [say(low), say(high)];
  return from === until ? from : `${from}${range}${until}`;
}

/** `$0.01`; what is less is not nothing. */
export function dollarsPhrase(dollars: number): string {
  return dollars > 0 && dollars < 0.01 ? "under $0.01" : formatDollars(dollars);
}

/** `s3://shop-failed-records`: the mapping's own prefix goes without saying. */
export function sourcePhrase(source: PlacedSource, mapping: MappingDocument | undefined): string {
  if (source.kind === "s3" && mapping !== undefined && source.prefix === `aws/lambda/${mapping.UUID}/`) return `s3://${source.bucket}`;
  if (source.kind === "sqs") return source.queue.startsWith("arn:") ? destinationPhrase(source.queue) : `SQS ${source.queue}`;
  return source.kind === "sns" ? destinationPhrase(source.arn) : sourceText(source);
}

/** `its function`, `function refunds:live`, `topic orders-again`, `folder out`. */
export function targetPhrase(target: TargetFacts, mapping: MappingDocument | undefined): string {
  switch (target.kind) {
    case "function":
      return functionNameOf(mapping?.FunctionArn ?? "", "qualified") === target.name ? "its function" : `function ${target.name}`;
    case "topic":
      return `topic ${target.topic}`;
    case "folder":
      return `folder ${target.directory}`;
  }
}

/** `orders-3`, as Lambda's documents spell it. */
export function lanePhrase({ topic, partition }: LaneId): string {
  return `${topic}-${partition}`;
}

/** `1,000–1,999`, or one offset alone. */
export function offsetsPhrase({ first, last }: { readonly first: bigint; readonly last: bigint }, { range }: Glyphs): string {
  return first === last ? formatCount(first) : `${formatCount(first)}${range}${formatCount(last)}`;
}

const reasons: Readonly<Record<Reason, string>> = {
  poison: "the function fails on it",
  "same-key": "behind a poison record of its key",
  "oversize-record": "too large for the target",
  malformed: "its document is malformed",
  "source-gone": "its document was removed",
  "identity-mismatch": "another record is there",
  corrupt: "unreadable on the broker",
  "hanging-transaction": "behind an open transaction",
  "broken-range": "the range lost its beginning",
  schema: "its schema cannot be applied",
  "not-taken": "the target refuses it",
  "redriven-too-often": "redriven too often",
  expired: "expired",
  "topic-gone": "the topic is gone",
  unreachable: "brokers out of reach",
};

/** Why a record was not redriven, in a few words; a word that is not known stands for itself. */
export function reasonPhrase(reason: Reason | undefined): string {
  return reason === undefined ? "no reason" : (reasons[reason] ?? reason);
}

/** `31 s left`, in one unit. */
export function leftPhrase(leftMs: number): string {
  return `${formatDuration(Math.max(1_000, Math.round(leftMs / 1_000) * 1_000))} left`;
}
