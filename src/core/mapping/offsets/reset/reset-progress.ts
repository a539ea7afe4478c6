import { isError, MskctlError } from "../../../errors.ts";
import { isDisabled, type MappingDocument } from "../../model.ts";
import { shellWord } from "../../setting-arguments.ts";
import type { ResetPlan } from "./reset-plan.ts";

/** How far a reset has come. */
export interface ResetProgress {
  stage: "pausing" | "emptying" | "setting" | "resuming" | "watching";
  /** The pause was sent, and AWS did not refuse it. */
  isPauseSent: boolean;
  /** As last seen. */
  mapping: MappingDocument;
  rollbackFile: string | undefined;
  /** Which of the offsets are set. */
  set: "none" | "some" | "unknown" | "all";
}

/** Where the mapping is left. */
type Left = "untouched" | "perhaps-paused" | "paused" | "resumed" | "enabled";

/**
 * The error to end with: what it was, where mapping and offsets stand, and how to go on. A mapping that was paused while
 * nothing was set is resumed by `restart`, unless a person stopped the verb.
 */
export async function stoppedReset(
  error: unknown,
  plan: ResetPlan,
  progress: ResetProgress,
  restart: () => Promise<unknown>,
): Promise<unknown> {
  const restarted = isPausedInVain(error, plan, progress) ? await attempted(restart) : "not-tried";
  if (!(error instanceof MskctlError)) return error;
  const left = restarted === "done" ? "resumed" : leftAt(plan, progress);
  const failure = restarted instanceof MskctlError ? [`it could not be resumed: ${restarted.message}`] : [];
  const { UUID: uuid } = progress.mapping;
  const { set, rollbackFile } = progress;
  return new MskctlError(
    error.code,
    [error.message, offsetsPhrases[set], ...mappingPhrase(plan.name, left, progress), ...failure].join("; "),
    {
      suggestions: [...waysOn(plan, progress, left), ...error.suggestions.filter((each) => !each.startsWith("mskctl inspect "))],
      details: {
        ...error.details,
        uuid,
        offsets: setWords[set],
        isPaused: left === "paused" || left === "perhaps-paused",
        ...(rollbackFile === undefined ? {} : { rollbackFile }),
      },
      cause: error,
    },
  );
}

function isPausedInVain(error: unknown, { pauses }: ResetPlan, { stage, set }: ResetProgress): boolean {
  return pauses && set === "none" && (stage === "emptying" || stage === "setting") && !isError(error, "interrupted", "terminated");
}

async function attempted(restart: () => Promise<unknown>): Promise<MskctlError | "done"> {
  try {
    await restart();
    return "done";
  } catch (error) {
    if (error instanceof MskctlError) return error;
    throw error;
  }
}

function leftAt({ pauses }: ResetPlan, { stage, isPauseSent, mapping }: ResetProgress): Left {
  if (!pauses || !isPauseSent) return "untouched";
  if (isDisabled(mapping)) return "paused";
  return stage === "pausing" ? "perhaps-paused" : "enabled";
}

const offsetsPhrases = {
  none: "no offset was changed",
  some: "some of the offsets are set",
  unknown: "whether the offsets are set is not known",
  all: "the offsets are set",
};

const setWords = { none: "unchanged", some: "partly-set", unknown: "unknown", all: "set" };

function mappingPhrase(name: string, left: Left, { mapping }: ResetProgress): string[] {
  const phrases = {
    untouched: undefined,
    "perhaps-paused": "may be paused",
    paused: "is paused",
    resumed: "is resumed",
    enabled: mapping.State === "Enabled" ? "is enabled" : "is being enabled",
  };
  const phrase = phrases[left];
  return phrase === undefined ? [] : [`${name} ${phrase}`];
}

function waysOn({ name }: ResetPlan, { set, rollbackFile }: ResetProgress, left: Left): string[] {
  const word = shellWord(name);
  return [
    ...(set === "some" || set === "unknown" ? [`mskctl offsets show ${word}`] : []),
    ...(left === "paused" || left === "perhaps-paused" ? [`mskctl resume ${word}`] : []),
    ...(left === "enabled" ? [`mskctl lag ${word} --offsets --partitions`] : []),
    ...(rollbackFile === undefined || set === "none" ? [] : [`mskctl offsets restore ${shellWord(rollbackFile)}`]),
  ];
}
