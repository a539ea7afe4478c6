import { MskctlError } from "../errors.ts";
import type { Finding } from "../finding.ts";
import { shellWord } from "../mapping/setting-arguments.ts";
import type { RedrivePlan } from "./plan.ts";
import type { QueueFacts } from "./plan-facts.ts";

/** What a person has said that they want nevertheless. */
export interface PlanAllowances {
  /** `--allow-shared-queue` */
  readonly sharedQueue: boolean;
  /** `--yes-all-consumers` */
  readonly allConsumers: boolean;
}

/** One record in a hundred at offsets that the topic does not have is no accident. */
const mostBeyondEnd = 0.01;

/** Why a run must not begin: `refused`, with all that is against it; undefined: it may. */
export function planRefusal(plan: RedrivePlan, allowed: PlanAllowances): MskctlError | undefined {
  const [first, ...others] = plan.findings.filter((finding) => stops(finding, plan, allowed));
  if (first === undefined) return undefined;
  const flags = new Map([
    ["MSK305", "--allow-shared-queue"],
    ["MSK309", "--yes-all-consumers"],
  ]);
  const flag = flags.get(first.id);
  return new MskctlError("refused", `nothing was redriven: ${[first, ...others].map(({ message }) => message).join(" ")}`, {
    suggestions: [
      ...(first.fix === undefined ? [] : [first.fix]),
      ...(flag === undefined ? [] : [`if that is meant: ${flag}`]),
      `mskctl redrive ${shellWord(plan.facts.name)} --dry-run`,
    ],
    details: { findings: [first, ...others].map(({ id }) => id) },
  });
}

function stops({ id, severity }: Finding, { tally }: RedrivePlan, allowed: PlanAllowances): boolean {
  if (severity !== "error") return false;
  switch (id) {
    case "MSK305":
      return !allowed.sharedQueue;
    case "MSK309":
      return !allowed.allConsumers;
    case "MSK316":
      return tally.recovery.beyondEnd > mostBeyondEnd * tally.records;
    // What has expired stands in nobody's way.
    case "MSK303":
      return false;
    default:
      return true;
  }
}

/** Why a dry run must not look into a queue: with a redrive policy, looking alone can move messages away. */
export function peekRefusal({ maxReceiveCount }: QueueFacts, name: string): MskctlError | undefined {
  if (maxReceiveCount === undefined) return undefined;
  return new MskctlError(
    "refused",
    `the queue's redrive policy moves messages away once they were received ${maxReceiveCount} times, and looking at them is receiving`,
    { suggestions: [`mskctl redrive ${shellWord(name)} --dry-run --peek none`], details: { maxReceiveCount } },
  );
}
