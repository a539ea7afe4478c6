import type { Condition } from "./compiled-pattern.ts";
import { isDataPath, type KafkaFilter } from "./kafka-filter.ts";
import { isPossible } from "./match.ts";
import type { RecordValue } from "./record-value.ts";

/**
 * What a record that is filtered out is put down to: the place of a condition in `tryingOrder`, or one of the two numbers
 * below. A record counts for one cause only, so that the counts sum up.
 */
export type RejectionIndex = number;

/** All conditions that every branch shares hold for some value; none of the branches does. */
export const noBranch = -1;
/** Each condition holds for some value, but not for values of the same elements of lists. */
export const notInOneElement = -2;

/**
 * The conditions of a filter that a rejection can be put down to, in the order in which they are tried: those that only
 * strings satisfy come first, since their bytes can be searched for, and otherwise by path. With a $or, only those that all
 * of its branches share.
 */
export function tryingOrder({ rules }: KafkaFilter): readonly Condition[] {
  const [first, ...others] = rules.map(({ rule }) => rule.conditions);
  const shared = (first ?? []).filter((condition) => others.every((conditions) => conditions.includes(condition)));
  return [...shared.filter(wantsString), ...shared.filter((condition) => !wantsString(condition))];
}

function wantsString({ list }: Condition): boolean {
  return list.matchers.every(({ kind }) => stringMatchers.has(kind));
}

const stringMatchers: ReadonlySet<string> = new Set(["string", "exactly", "prefix", "suffix", "equals-ignore-case", "wildcard"]);

/** Why a record that the filter does not let through is left out. `order` is the filter's `tryingOrder`. */
export function rejectionOf(filter: KafkaFilter, order: readonly Condition[], value: RecordValue): RejectionIndex {
  const values = "values" in value ? value.values : new Map();
  // Where the format does not fit, all that is left of the pattern are things that Kafka records have not.
  const fits = filter.rules.some(({ wants }) => wants === value.kind);
  const guilty = order.findIndex((condition) =>
    fits || !isDataPath(condition.path) ? !isPossible(condition, values.get(condition.path) ?? []) : false,
  );
  if (guilty >= 0) return guilty;
  return filter.rules.length > 1 ? noBranch : notInOneElement;
}
