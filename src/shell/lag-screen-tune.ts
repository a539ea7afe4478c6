import { chooseForReading } from "../core/mapping/reading-choice.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { hoursPerMonth, listPrices } from "../core/prices.ts";
import { noGoalsAsked } from "../core/tuning/goals.ts";
import { nextCommand } from "../core/tuning/next-command.ts";
import { readTuning, type TuningSubject } from "../core/tuning/read-tuning.ts";
import type { TuneReport } from "../core/tuning/report.ts";
import { tuningTools } from "../core/tuning/tools.ts";
import { type TuneOptions, type TuningTools, tuneReport } from "../core/tuning/tune-report.ts";
import { errorHere } from "./lag-screen-error.ts";
import type { Look } from "./render/palette.ts";
import { snippetToChange } from "./render/tune/owner-lines.ts";
import { renderTune } from "./render/tune/tune-screen.ts";
import type { Services } from "./services.ts";
import type { Tuning } from "./tui/actions.ts";
import { tuningWindow } from "./tuning-window.ts";

export interface ScreenTuning {
  /** Of the mapping, as it can be named in a command. */
  readonly name: string;
  readonly signal: AbortSignal;
  /** Called once all is read; the search, which nothing can break off, begins when it has resolved. */
  readonly onSearch: () => Promise<void>;
  /** A command to paste, with the flags that chose account and Region. */
  readonly here: (command: string) => string;
}

/** As `mskctl tune NAME` decides without a flag. */
const usualOptions: TuneOptions = { asked: noGoalsAsked, prices: listPrices, hoursPerMonth, seed: 1, whatIf: undefined };

/** The page of `mskctl tune NAME`, for the watch screen. */
export async function screenTuning(
  services: Services,
  uuid: string,
  { name, signal, onSearch, here }: ScreenTuning,
  tools: TuningTools = tuningTools,
): Promise<Tuning> {
  try {
    const subject = await subjectOf(services, uuid, name);
    await onSearch();
    signal.throwIfAborted();
    return shown(tuneReport(subject, usualOptions, tools), here);
  } catch (error) {
    throw errorHere(error, here);
  }
}

/** The mapping as it is now: since it was listed its settings may have changed. */
async function subjectOf(services: Services, uuid: string, name: string): Promise<TuningSubject> {
  const { chosen, siblings } = await chooseForReading(services, { names: [uuid] }, "mskctl tune");
  const named = { chosen: chosen.map(({ mapping }) => ({ mapping, name })), siblings };
  for await (const subject of readTuning(services, named, tuningWindow({}, services.clock.now()))) return subject;
  throw new Error(`${uuid} was chosen, and nothing was read of it`);
}

function shown(report: TuneReport, here: ScreenTuning["here"]): Tuning {
  const owned = snippetToChange(report);
  const command = owned === undefined ? nextCommand(report) : `mskctl tune ${shellWord(report.name)} --emit ${owned.form}`;
  return { lines: onceFor((look) => renderTune([report], look, { here })), command: command === undefined ? undefined : here(command) };
}

/** Fourteen days are drawn from, twice for each key: drawn again when the terminal is another one only. */
function onceFor(draw: (look: Look) => readonly string[]): Tuning["lines"] {
  let last: { readonly look: Look; readonly lines: readonly string[] } | undefined;
  return (look) => {
    const isSame = last?.look.columns === look.columns && last.look.palette === look.palette && last.look.glyphs === look.glyphs;
    if (last === undefined || !isSame) last = { look, lines: draw(look) };
    return last.lines;
  };
}
