import { plural, someOf } from "../figures.ts";
import { isDisabled } from "../mapping/model.ts";
import { formatDollars } from "../money.ts";
import { type FleetGroups, savingOf as groupSaving, type ProposedGroup } from "./packing/fleet-groups.ts";
import type { TuneReport } from "./report.ts";

/** `tune --check`. */
export interface TuneGate {
  readonly passed: boolean;
  readonly failures: readonly TuneGateFailure[];
}

interface TuneGateFailure {
  /** Undefined: a poller group would be made or joined; without one, too, there is no mapping. */
  readonly report: TuneReport | undefined;
  readonly group?: ProposedGroup;
  readonly message: string;
}

/** No where something would change; without data no, too, unless that is allowed. Of several, disabled ones are left out. */
export function tuneGate(reports: readonly TuneReport[], allowNoData: boolean, fleet?: FleetGroups): TuneGate {
  const [, second] = reports;
  const looked = second === undefined ? reports : reports.filter(({ mapping }) => !isDisabled(mapping));
  const nothing: TuneGateFailure[] = looked.length === 0 && !allowNoData ? [{ report: undefined, message: "no mapping to look at" }] : [];
  const failures = looked.flatMap((report) => {
    const message = failureOf(report, allowNoData);
    return message === undefined ? [] : [{ report, message: `${report.name}: ${message}` }];
  });
  const grouped = (fleet?.groups ?? []).filter(({ isWorthwhile }) => isWorthwhile);
  const all = [...nothing, ...failures, ...grouped.map(groupFailure)];
  return { passed: all.length === 0, failures: all };
}

function groupFailure(group: ProposedGroup): TuneGateFailure {
  const joining = someOf(group.joining.map(({ name }) => name));
  const message = `poller group ${group.name}: ${joining} would join, which saves about ${formatDollars(groupSaving(group))} a month`;
  return { report: undefined, group, message };
}

function failureOf(report: TuneReport, allowNoData: boolean): string | undefined {
  switch (report.verdict) {
    case "no change":
      return undefined;
    case "no data":
      return allowNoData ? undefined : `no data: ${report.missing?.message ?? "too little is known"}`;
    case "change":
      return `would change ${plural(report.recommendation?.changes.length ?? 0, "setting")}${savingOf(report)}`;
    case "advice":
      return report.reasons.find(({ advice }) => advice?.isFirst)?.advice?.summary ?? "something else comes first";
    case "unreachable":
      return "nothing keeps to the goals";
  }
}

function savingOf({ recommendation }: TuneReport): string {
  if (recommendation === undefined) return "";
  const { low, high } = recommendation.saves;
  const middle = (low + high) / 2;
  return middle >= 0
    ? `, which saves about ${formatDollars(middle)} a month`
    : `, which costs about ${formatDollars(-middle)} a month more`;
}
