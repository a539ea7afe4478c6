import { Flags, type Interfaces } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { hoursPerMonth } from "../core/prices.ts";
import { parseDuration } from "../core/time.ts";
import type { GoalsAsked } from "../core/tuning/goals.ts";
import { type TunedField, tunedFields } from "../core/tuning/workload.ts";
import { applyFlags } from "./apply-command.ts";
import { allFlag, selectorFlags } from "./flags.ts";
import { snippetForms } from "./render/tune/snippet/snippet.ts";
import { type SettingFlagValues, settingFlags } from "./setting-flags.ts";

/** `age-p99=30s`; milliseconds in the result. */
const sloFlag = Flags.custom<number>({
  helpValue: "age-p99=DURATION",
  parse: (text) => {
    const [, duration] = /^age-p99=(.+)$/.exec(text) ?? [];
    const ms = duration === undefined ? undefined : parseDuration(duration);
    if (!ms) throw new MskctlError("usage", `"${text}" is no goal; write age-p99=30s`);
    return Promise.resolve(ms);
  },
});

/** `30m:10m`: after a stop of so long, caught up within so long. */
const catchUpFlag = Flags.custom<NonNullable<GoalsAsked["catchUp"]>>({
  helpValue: "STOP:WITHIN",
  parse: (text) => {
    const [outageMs, withinMs, third] = text.split(":").map(parseDuration);
    if (!outageMs || !withinMs || third !== undefined) {
      throw new MskctlError("usage", `"${text}" is no catch-up time; write 30m:10m: after a stop of 30 min caught up within 10 min`);
    }
    return Promise.resolve({ outageMs, withinMs });
  },
});

export const amountFlag = Flags.custom<number, { readonly least: number; readonly example: string }>({
  parse: (text, _, { least, example }) => {
    const amount = Number(text.replace(/^[$x×]/, ""));
    if (text.trim() === "" || !Number.isFinite(amount) || amount < least) {
      throw new MskctlError("usage", `"${text}" is no number from ${least} on; write ${example}`);
    }
    return Promise.resolve(amount);
  },
});

/** By the flag that sets it, too. */
export const fieldsByFlag: ReadonlyMap<string, TunedField> = new Map<string, TunedField>([
  ["batch-size", "BatchSize"],
  ["batching-window", "MaximumBatchingWindowInSeconds"],
  ["min-pollers", "ProvisionedPollerConfig.MinimumPollers"],
  ["max-pollers", "ProvisionedPollerConfig.MaximumPollers"],
  ["poller-group", "ProvisionedPollerConfig.PollerGroupName"],
  ["on-demand", "ProvisionedPollerConfig"],
  ["mode", "ProvisionedPollerConfig"],
]);

const keepFlag = Flags.custom<TunedField>({
  helpValue: "FIELD",
  parse: (text) => {
    const known = [...tunedFields, ...tunedFields.map((field) => field.replace("ProvisionedPollerConfig.", ""))];
    const named = known.find((field) => field.toLowerCase() === text.toLowerCase());
    const field = fieldsByFlag.get(text.replace(/^--/, "")) ?? tunedFields.find((each) => each === named || each.endsWith(`.${named}`));
    if (field === undefined) {
      throw new MskctlError("usage", `tune does not set "${text}"; it sets ${tunedFields.join(", ")}`);
    }
    return Promise.resolve(field);
  },
});

const goal = { helpGroup: "GOAL" };
const data = { helpGroup: "DATA" };
const described = { exclusive: ["all", "function", "cluster", "topic", "tag", "since", "until", "check", "emit"] };

/** Of the setting flags, those that tune decides about: a what-if of exactly that. */
export const whatIfFlags = {
  "batch-size": settingFlags["batch-size"],
  "batching-window": settingFlags["batching-window"],
  "min-pollers": settingFlags["min-pollers"],
  "max-pollers": settingFlags["max-pollers"],
  "poller-group": settingFlags["poller-group"],
  // `checkTuneFlags` says what to type instead.
  "on-demand": { ...settingFlags["on-demand"], exclusive: [] },
};

export const tuneFlags = {
  ...selectorFlags,
  ...allFlag,
  slo: sloFlag({ ...goal, summary: "99 of 100 records are to be no older; the larger of 5s and today's when not given." }),
  "catch-up": catchUpFlag({ ...goal, summary: "After a stop of so long, caught up within so long: 30m:10m." }),
  budget: amountFlag({ ...goal, summary: "US dollars a month at most.", helpValue: "USD", least: 0, example: "--budget 500" }),
  keep: keepFlag({ ...goal, summary: "Leave this setting as it is; repeat for several.", multiple: true, multipleNonGreedy: true }),
  "max-step": amountFlag({ ...goal, summary: "Change numbers by this factor at most.", helpValue: "N", least: 1, example: "--max-step 4" }),
  since: Flags.string({
    ...data,
    summary: "Read the minutes from then on; the last 14 d when not given, 15 d at most.",
    helpValue: "TIME",
  }),
  until: Flags.string({ ...data, summary: "Read the minutes up to then; now when not given.", helpValue: "TIME" }),
  workload: Flags.string({
    ...data,
    ...described,
    summary: "A described workload (YAML or JSON) instead of a mapping's: for one that does not exist yet.",
    helpValue: "FILE",
  }),
  prices: Flags.string({
    ...data,
    summary:
      "live: AWS's own for the Region; or a file (JSON or YAML; ./live if it has that name). The list prices of us-east-1 when not given.",
    helpValue: "live|FILE",
  }),
  "power-tuning": Flags.string({
    ...data,
    summary: "Search memory, too, by this output of AWS Lambda Power Tuning for the mapping's function.",
    helpValue: "FILE",
    exclusive: ["all"],
  }),
  "hours-per-month": Flags.integer({
    ...data,
    summary: "What a month is for the bill.",
    helpValue: "N",
    default: hoursPerMonth,
    min: 1,
    max: 744,
  }),
  seed: Flags.integer({ ...data, summary: "The same answer for the same number.", helpValue: "N", default: 1 }),
  emit: Flags.option({
    summary:
      "Print only what sets the recommended settings, or those that were given, of one mapping: what to change in a configuration or template, AWS CLI commands, or the API's request. All else goes to stderr. Nothing to change: a comment ({} as json).",
    options: snippetForms,
    helpGroup: "OUTPUT",
  })(),
  check: Flags.boolean({ summary: "End with 2 when something would change.", helpGroup: "GATE" }),
  "allow-no-data": Flags.boolean({ summary: "Let mappings without data pass the gate.", helpGroup: "GATE", dependsOn: ["check"] }),
  report: Flags.string({
    summary: "Write a page with charts to this file, too: HTML that needs no network. What is there is replaced.",
    helpValue: "FILE.html",
    helpGroup: "OUTPUT",
  }),
  format: Flags.option({ options: ["text", "markdown"] as const })({
    summary: "Text, or Markdown for a pull request.",
    default: "text",
    helpGroup: "OUTPUT",
  }),
  ...whatIfFlags,
};

/** That change the mapping; `applied` goes through the same question as every write. */
export const applyTuneFlags = {
  apply: Flags.boolean({
    summary:
      "Change one mapping to what is recommended, or to the settings that are given, step by step, and take it back if it does not do what was predicted.",
    helpGroup: "WRITE",
    exclusive: ["all", "check", "workload", "emit"],
  }),
  yes: { ...applyFlags.yes, dependsOn: ["apply"] },
  "dry-run": { ...applyFlags["dry-run"], dependsOn: ["apply"] },
  "accept-risk": { ...applyFlags["accept-risk"], dependsOn: ["apply"] },
};

/** What makes no sense for a plan of one mapping. */
const notOfPlan = { ...selectorFlags, ...allFlag, check: 0, "allow-no-data": 0, workload: 0, emit: 0, report: 0, format: 0 };

type PlanFlags = Omit<typeof tuneFlags, keyof typeof notOfPlan>;

/** What a plan of one mapping is made from. */
export const planFlags = Object.fromEntries(Object.entries(tuneFlags).filter(([name]) => !Object.hasOwn(notOfPlan, name))) as PlanFlags;

/** The flags of a plan as those of `tune`, whose others were not given. */
export function tuneFlagsOf(flags: Interfaces.InferredFlags<PlanFlags>): TuneFlagValues {
  const unselected = { function: undefined, cluster: undefined, topic: undefined, tag: undefined };
  const unsaid = { workload: undefined, emit: undefined, report: undefined, format: "text" } as const;
  return { ...flags, ...unselected, ...unsaid, all: false, check: false, "allow-no-data": false };
}

export type WhatIfFlagValues = Interfaces.InferredFlags<typeof whatIfFlags>;

export type TuneFlagValues = Interfaces.InferredFlags<typeof tuneFlags>;

/** The what-if flags that were given. */
export function whatIfOf(flags: WhatIfFlagValues): SettingFlagValues | undefined {
  const given = Object.keys(whatIfFlags).filter((name) => flags[name as keyof typeof whatIfFlags] !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given.map((name) => [name, flags[name as keyof typeof whatIfFlags]]));
}

/** What was asked for; `checkTuneFlags` has looked at it. */
export function goalsFromFlags({ slo, "catch-up": catchUp, budget, keep, "max-step": mostStep }: TuneFlagValues): GoalsAsked {
  return { ageP99Ms: slo, catchUp, budget, keep: new Set(keep), mostStep };
}
