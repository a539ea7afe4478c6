import { MskctlError } from "../../errors.ts";
import { formatCount } from "../../figures.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
import type { RedrivePlan } from "../plan.ts";
import { planRefusal } from "../plan-refusal.ts";
import type { ExportPlan } from "./export-plan.ts";
import { type Limit, limitsOf } from "./limits.ts";
import { notWorthIt } from "./worth-it.ts";

/** What an export would write down, and what is known beside it. */
export interface ExportCase {
  readonly plan: RedrivePlan;
  readonly exported: ExportPlan;
  /** Of an archive: records in it themselves; undefined: of a bucket, or not known. */
  readonly savedRecords: number | undefined;
}

/** `isMeant`: said to be wanted however small it is; `isLook`: nothing is going to be written. */
export interface ExportWish {
  readonly isMeant: boolean;
  readonly isLook: boolean;
}

/** Why an export must not be written; undefined: it may. */
export function exportRefusal(of: ExportCase, { isMeant, isLook }: ExportWish): MskctlError | undefined {
  const { plan, exported } = of;
  const { documents } = exported.size;
  if (documents === 0) return nothingThere(plan.facts.name);
  return (
    planRefusal(plan, { sharedQueue: false, allConsumers: false }) ??
    unreadable(of) ??
    beyondLimits(exported) ??
    (isMeant || isLook ? undefined : notWorthIt(plan, documents))
  );
}

/** What somebody who has it written should know; sentences. */
export function exportWarnings({ plan, exported, savedRecords }: ExportCase, { isMeant }: ExportWish): readonly string[] {
  const small = isMeant ? undefined : notWorthIt(plan, exported.size.documents);
  const { records, bytesPerRecord } = plan.tally;
  const isLacking = bytesPerRecord === undefined && savedRecords !== undefined && savedRecords < records;
  return [
    ...(small === undefined ? [] : [`${small.message}; to write it all the same takes --anyway`]),
    ...beyond(exported)
      .filter(isWarning)
      .map(({ says, value, limit, unit, advice }) => `${says}: ${formatCount(value)} ${unit} of ${formatCount(limit)}; ${advice}`),
    ...(isLacking
      ? [
          `the archive has ${formatCount(savedRecords)} of ${formatCount(records)} records; the workers have no brokers to read the others from`,
        ]
      : []),
  ];
}

/** There is nothing to write down. */
export function nothingThere(name: string): MskctlError {
  return new MskctlError("not-found", `there is nothing to redrive in ${name}`, {
    suggestions: [`mskctl redrive ${shellWord(name)} --dry-run`],
  });
}

/** The workers' role and network have nothing to do with Kafka. */
function unreadable({ plan, savedRecords }: ExportCase): MskctlError | undefined {
  if (savedRecords !== 0 || plan.tally.bytesPerRecord !== undefined) return undefined;
  const { name } = plan.facts;
  return new MskctlError(
    "refused",
    `the archive's documents only point at their records, and the workers have no brokers to read them from`,
    {
      suggestions: ["mskctl drain SOURCE --to s3://BUCKET/PREFIX --materialize", `mskctl redrive ${shellWord(name)}`],
      details: { savedRecords },
    },
  );
}

function beyondLimits(exported: ExportPlan): MskctlError | undefined {
  const limit = beyond(exported).find((each) => !isWarning(each));
  if (limit === undefined) return undefined;
  const { id, says, value, limit: most, unit, advice } = limit;
  return new MskctlError(
    "refused",
    `Step Functions cannot take it: ${says} (${formatCount(value)} ${unit}, at most ${formatCount(most)})`,
    { suggestions: [advice], details: { limit: id, value, most } },
  );
}

function beyond(exported: ExportPlan): readonly Limit[] {
  return limitsOf(exported).filter(({ verdict }) => verdict === "beyond");
}

/** Batches are cut by their bytes, too (`MaxInputBytesPerBatch`). */
function isWarning({ id }: Limit): boolean {
  return id === "child-input";
}
