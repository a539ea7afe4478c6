import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { lagOrders } from "../core/lag/report-order.ts";
import { formatDuration, parseInstant } from "../core/time.ts";
import { withOneOf } from "./decoding-flags.ts";
import { durationFlag } from "./flags.ts";
import { type LagColumnName, lagColumnNames } from "./render/lag/lag-columns.ts";

/** The flags with which `lag` ends with 2. */
const gateFlags = ["max-lag", "max-age"] as const;
/** The flags with which `lag` reads more than once. */
const repeatingFlags = ["watch", "until-lag"] as const;

const columnsFlag = Flags.custom<readonly LagColumnName[]>({
  helpValue: "NAME,…",
  parse: (text) => {
    const names = text.split(",").map((name) => name.trim().toLowerCase());
    const unknown = names.find((name) => !lagColumnNames.some((known) => known === name));
    if (unknown !== undefined) {
      throw new MskctlError("usage", `"${unknown}" is no column; there are ${lagColumnNames.join(", ")}`);
    }
    return Promise.resolve(names as LagColumnName[]);
  },
});

const shownFlags = {
  partitions: Flags.boolean({
    summary: "The lag of each partition, too; of one mapping.",
    helpGroup: "SHOW",
    exclusive: ["until-lag"],
  }),
  offsets: Flags.boolean({ summary: "Ask the brokers, too: exact lag and age, partition by partition.", helpGroup: "SHOW" }),
  since: Flags.string({
    summary: "Read the minutes from then on: 3h, or a time; the last 60 min when not given, 15 d at most.",
    helpValue: "TIME",
    helpGroup: "SHOW",
  }),
  sort: Flags.option({
    options: lagOrders,
    default: "verdict" as const,
    summary: "By what; verdict: the worst trouble first.",
    helpGroup: "SHOW",
  })(),
  columns: columnsFlag({
    summary: `Which columns, in this order: ${lagColumnNames.join(", ")}.`,
    helpGroup: "SHOW",
    exclusive: ["json", ...repeatingFlags],
  }),
};

export const lagFlags = {
  ...shownFlags,
  "max-lag": Flags.integer({ summary: "End with 2 when a mapping's lag is greater.", helpValue: "RECORDS", min: 0, helpGroup: "GATE" }),
  "max-age": durationFlag({ summary: "End with 2 when a mapping's oldest unprocessed record is older.", helpGroup: "GATE" }),
  for: durationFlag({
    summary: "Only when that lasts so long; reads again where the minutes do not tell.",
    helpGroup: "GATE",
    ...withOneOf(gateFlags),
  }),
  "allow-no-data": Flags.boolean({ summary: "Let mappings without data pass the gates.", helpGroup: "GATE", ...withOneOf(gateFlags) }),
  watch: Flags.boolean({
    summary: "Read again and again until Ctrl-C.",
    helpGroup: "WATCH",
    exclusive: ["until-lag", ...gateFlags],
  }),
  "until-lag": Flags.integer({
    summary: "Wait until no mapping has a greater lag, records in flight included; with --timeout no longer than that (75).",
    helpValue: "RECORDS",
    min: 0,
    helpGroup: "WATCH",
    exclusive: [...gateFlags, "sort"],
  }),
  interval: durationFlag({ summary: "From reading to reading; 30s when not given, at least 5s.", helpGroup: "WATCH" }),
  plain: Flags.boolean({
    summary: "Lines that follow each other, also on a terminal: for screen readers.",
    helpGroup: "WATCH",
    dependsOn: ["watch"],
  }),
  readonly: Flags.boolean({
    summary: "Offer no actions on the screen.",
    helpGroup: "WATCH",
    dependsOn: ["watch"],
  }),
  ndjson: Flags.boolean({
    summary: "One JSON document a line: each refresh, each failure.",
    helpGroup: "WATCH",
    exclusive: ["plain"],
  }),
};

/** How the flags stand to each other, as far as it takes more than one of them to say. */
export interface LagFlagUse {
  readonly json: boolean;
  readonly ndjson: boolean;
  readonly watch: boolean;
  readonly "until-lag": number | undefined;
  readonly for: number | undefined;
  readonly interval: number | undefined;
  readonly partitions: boolean;
}

const leastIntervalMs = 5_000;

/** Throws `usage` for flags that say nothing together, with what to type instead. */
export function checkLagFlags(flags: LagFlagUse): void {
  const repeats = flags.watch || flags["until-lag"] !== undefined;
  if (flags.json && (flags.watch || flags.ndjson)) {
    const with_ = flags.watch ? "--watch" : "--ndjson";
    throw usage(`--json is one document, and ${with_} gives one a refresh`, "mskctl lag --watch --ndjson");
  }
  if (flags.ndjson && !repeats) {
    throw usage("--ndjson gives a line a refresh, so it takes --watch or --until-lag", "mskctl lag --watch --ndjson", "mskctl lag --json");
  }
  if (flags.interval !== undefined && !repeats && flags.for === undefined) {
    throw usage("--interval takes --watch, --until-lag or --for", "mskctl lag --watch --interval 30s");
  }
  if (flags.interval !== undefined && flags.interval < leastIntervalMs) {
    throw usage(
      `--interval ${formatDuration(flags.interval)} is shorter than ${formatDuration(leastIntervalMs)}: the metrics have a value a minute`,
    );
  }
  if (flags.watch && flags.partitions && !flags.ndjson) {
    throw usage("a line a mapping has no room for --partitions", "mskctl lag NAME --watch --partitions --ndjson");
  }
}

const minuteMs = 60_000;
const usualMs = 60 * minuteMs;
/** CloudWatch keeps values of a minute for 15 days (CloudWatch User Guide, metrics retention). */
const retentionMs = 15 * 24 * 60 * minuteMs;

/**
 * The first minute to be read: `since`, as it was typed, or an hour ago. `neededMs`: how far back a gate has to look; an hour is
 * more than most need. Throws `usage`.
 */
export function firstMinuteMs(since: string | undefined, nowMs: number, neededMs = 0): number {
  const fromMs = since === undefined ? nowMs - Math.min(Math.max(usualMs, neededMs), retentionMs) : sinceMs(since, nowMs);
  if (fromMs > nowMs) throw usage(`--since ${since} lies ahead`);
  if (fromMs < nowMs - retentionMs) throw usage(`--since ${since} is longer ago than the 15 d for which CloudWatch keeps minutes`);
  return Math.floor(fromMs / minuteMs) * minuteMs;
}

function sinceMs(text: string, nowMs: number): number {
  const atMs = parseInstant(text, nowMs) ?? parseInstant(`-${text}`, nowMs);
  if (atMs === undefined) throw usage(`"${text}" is no time; write 3h, 2026-11-23T12:00:00Z or 1763899200`);
  return atMs;
}

function usage(message: string, ...suggestions: readonly string[]): MskctlError {
  return new MskctlError("usage", message, { suggestions });
}
