import type { KafkaFilter } from "../../kafka-filter.ts";
import { type EverythingReason, whyEverything } from "../delivered-records.ts";
import { findingAt } from "../finding-at.ts";
import type { FiltersFinding, FiltersRule } from "../lint-rule.ts";
import type { LintSubject } from "../lint-subject.ts";
import { joined, wholeOf } from "../shown.ts";

/** MSK129: the filters, or one of them, let every record through. */
export const everythingDelivered: FiltersRule = {
  id: "MSK129",
  scope: "filters",
  severities: ["warning"],
  title:
    "every record is delivered: the conditions accept everything, or the filters are for text and JSON both, and each record bypasses one",
  example: {
    filters: ['{"value":["ERROR"]}', '{"value":{"level":["ERROR"]}}'],
    says: "Filters 1 and 2 together deliver every record.",
  },
  *check(filters) {
    const alone = filters.map((subject) => subject.filter !== undefined && whyAll([subject.filter], subject));
    for (const [filter, subject] of filters.entries()) {
      const reason = alone[filter];
      if (reason) yield { filter, ...findingAt(wholeOf(subject), "warning", `This filter delivers every record. ${reason}`) };
    }
    if (!alone.some(Boolean)) yield* together(filters);
  },
};

/** The finding stands at the last one that it takes. */
function* together(filters: readonly LintSubject[]): Generator<FiltersFinding> {
  const [first] = filters;
  const known = filters.flatMap((subject) => (subject.filter === undefined ? [] : [{ subject, filter: subject.filter }]));
  if (first === undefined || whyAll(filtersOf(known), first) === undefined) return;
  const needed = withoutSuperfluous(known, first);
  const reason = whyAll(filtersOf(needed), first);
  const last = needed.at(-1)?.subject;
  if (reason === undefined || last === undefined) return;
  const names = needed.map(({ subject }) => subject.number);
  const message = `Filters ${joined(names)} together deliver every record. ${reason}`;
  yield { filter: filters.indexOf(last), ...findingAt(wholeOf(last), "warning", message, { evidence: { filters: names } }) };
}

interface Known {
  readonly subject: LintSubject;
  readonly filter: KafkaFilter;
}

function filtersOf(known: readonly Known[]): KafkaFilter[] {
  return known.map(({ filter }) => filter);
}

/** The later ones are tried first, so that the finding comes as early as it can. */
function withoutSuperfluous(known: readonly Known[], subject: LintSubject): readonly Known[] {
  let needed = known;
  for (const each of known.toReversed()) {
    const others = needed.filter((other) => other !== each);
    if (whyAll(filtersOf(others), subject) !== undefined) needed = others;
  }
  return needed;
}

function whyAll(filters: readonly KafkaFilter[], { sets, budget }: LintSubject): string | undefined {
  const reason = whyEverything(filters, sets, budget);
  return reason && reasons[reason];
}

const reasons: Readonly<Record<EverythingReason, string>> = {
  "no-data-condition": "It has no condition on value.",
  "both-formats": "Records of JSON bypass conditions on value as text, and text bypasses conditions on fields.",
  "all-json-accepted": "The conditions hold whatever a record of JSON says, and text bypasses them.",
  "all-text-accepted": "Every text is accepted, and records of JSON bypass conditions on text.",
};
