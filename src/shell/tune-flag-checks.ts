import { MskctlError } from "../core/errors.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import type { TunedField } from "../core/tuning/workload.ts";
import type { SnippetForm } from "./render/tune/snippet/snippet.ts";
import { fieldsByFlag, type TuneFlagValues, type WhatIfFlagValues, type whatIfFlags, whatIfOf } from "./tune-flags.ts";

const settingFields: ReadonlyMap<keyof typeof whatIfFlags, TunedField> = fieldsByFlag as ReadonlyMap<never, TunedField>;

/** Throws `usage` for flags that contradict each other, with what to type instead. */
export function checkTuneFlags(flags: TuneFlagValues, names: readonly string[]): void {
  const name = names[0] ?? "NAME";
  if (flags.all && names.length > 0)
    throw usage("--all is every mapping, and some were named, too", "mskctl tune --all", `mskctl tune ${names.join(" ")}`);
  if (flags.workload !== undefined && names.length > 0) {
    throw usage(
      "--workload describes a mapping that does not exist yet, and one was named",
      `mskctl tune --workload ${flags.workload}`,
      `mskctl tune ${name}`,
    );
  }
  if (flags.emit !== undefined && (flags.all || names.length > 1)) throw notOneForEmit(flags.emit, flags.all ? "all" : names.length);
  if (whatIfOf(flags) === undefined) return;
  checkWhatIfFlags(flags, `mskctl tune ${name}`);
  if (flags.check)
    throw usage("--check asks whether anything better is known, not about settings that are given", `mskctl tune ${name} --check`);
  for (const [flag, field] of settingFields) {
    const isKept = flags.keep?.some((kept) => kept === field || field.startsWith(`${kept}.`)) === true;
    if (flags[flag] !== undefined && isKept) {
      throw usage(`--keep ${field} and --${flag} contradict each other`, `mskctl tune ${name} --keep ${field}`);
    }
  }
}

/** Throws `usage` for ways to answer that contradict each other. */
export function checkTuneOutput({ format, report, emit }: Pick<TuneFlagValues, "format" | "report" | "emit">, isJson: boolean): void {
  if (format === "markdown" && emit !== undefined) {
    throw usage(
      "--emit prints only what to set, so --format markdown cannot go with it",
      `mskctl tune NAME --emit ${emit}`,
      "mskctl tune NAME --format markdown",
    );
  }
  if (format === "markdown" && isJson) {
    throw usage("--json is one document, so --format markdown cannot go with it", "mskctl tune --json", "mskctl tune --format markdown");
  }
  if (report === "" || report === "-") throw usage("--report wants the name of a file", "mskctl tune --report tuning.html");
}

/** Throws `usage` for settings that contradict each other; `command` begins what to type instead. */
export function checkWhatIfFlags(flags: WhatIfFlagValues, command: string): void {
  const { "on-demand": onDemand, "min-pollers": minimum, "max-pollers": maximum } = flags;
  const provisioned = (["min-pollers", "max-pollers", "poller-group"] as const).filter((each) => flags[each] !== undefined);
  if (onDemand === true && provisioned.length > 0) {
    throw usage(
      `--on-demand has no pollers of its own, so it cannot go with --${provisioned.join(", --")}`,
      `${command} --on-demand`,
      `${command} --min-pollers ${minimum ?? 1} --max-pollers ${maximum ?? 10}`,
    );
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    throw usage(
      `--min-pollers ${minimum} is more than --max-pollers ${maximum}`,
      `${command} --min-pollers ${maximum} --max-pollers ${minimum}`,
    );
  }
}

/** A function has been measured, and several mappings may have several. */
export function tooManyForPowerTuning(count: number, file: string): MskctlError {
  return usage(`--power-tuning is of one function, and ${count} mappings are chosen`, `mskctl tune NAME --power-tuning ${shellWord(file)}`);
}

export function tooManyForWhatIf(count: number, command = "mskctl tune"): MskctlError {
  return usage(`settings are tried on one mapping, and ${count} are chosen`, `${command} NAME --batch-size 500`);
}

export function notOneForEmit(form: SnippetForm, chosen: number | "all"): MskctlError {
  return usage(`--emit is for one mapping, and ${chosen === 0 ? "none is" : `${chosen} are`} chosen`, `mskctl tune NAME --emit ${form}`);
}

export function jsonWithEmit(form: SnippetForm, name = "NAME"): MskctlError {
  const command = `mskctl tune ${shellWord(name)}`;
  return usage("--json prints the whole answer, and --emit only what to set", `${command} --emit ${form}`, `${command} --json`);
}

function usage(message: string, ...suggestions: readonly string[]): MskctlError {
  return new MskctlError("usage", message, { suggestions });
}
