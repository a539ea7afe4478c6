import { shellWord } from "../core/mapping/setting-arguments.ts";
import type { RedrivePlan } from "../core/redrive/plan.ts";
import type { ListedDocument } from "../core/redrive/ports.ts";
import { errorHere } from "./lag-screen-error.ts";
import { prepareRedrive } from "./redrive-preparation.ts";
import { usualPreparation } from "./redrive-settings.ts";
import type { Look } from "./render/palette.ts";
import { renderRedrivePlan } from "./render/redrive/plan-text.ts";
import { wrapText } from "./render/wrapped.ts";
import type { Services } from "./services.ts";
import type { RedriveServices } from "./services-redrive.ts";
import type { DryRun } from "./tui/actions.ts";

export interface ScreenDryRun {
  /** Of the mapping, as it can be named in a command. */
  readonly name: string;
  readonly onDocuments: (count: number) => void;
  /** A command to paste, with the flags that chose account and Region. */
  readonly here: (command: string) => string;
}

/**
 * The plan of `mskctl redrive NAME --dry-run`, for the watch screen. Messages of a queue are counted by its attributes alone: to look at
 * one is to receive it, and a key that is pressed on a screen must not do that.
 */
export async function screenDryRun(services: Services, { name, onDocuments, here }: ScreenDryRun): Promise<DryRun> {
  const counted = { ...services, redrive: counting(services.redrive, onDocuments) };
  try {
    // `esm:`, since a mapping may be called like another kind of source.
    const prepared = await prepareRedrive(counted, `esm:${name}`, { ...usualPreparation, peek: "none" }, true);
    await prepared.discard();
    return shown(prepared.plan, here);
  } catch (error) {
    throw errorHere(error, here);
  }
}

function shown(plan: RedrivePlan, here: ScreenDryRun["here"]): DryRun {
  const { facts, effort, findings } = plan;
  const command = `mskctl redrive ${shellWord(facts.name)}`;
  const { coverage } = facts;
  const unseen = coverage.kind === "attributes" && coverage.documents > 0;
  const sample = `to look at messages is to receive them, which this screen does not: ${here(`${command} --dry-run`)} looks at a few`;
  return {
    lines: (look: Look) => [
      ...renderRedrivePlan({ ...plan, findings: [] }, look),
      ...(unseen ? wrapText(sample, look.columns - 2).map((line) => `  ${look.palette.dim(line)}`) : []),
    ],
    findings: findings.map(({ fix, ...finding }) => (fix === undefined ? finding : { ...finding, fix: here(fix) })),
    command: effort.records > 0 || unseen ? here(command) : undefined,
  };
}

/** Tells of the documents that are listed. */
function counting(redrive: RedriveServices, onDocuments: (count: number) => void): RedriveServices {
  let count = 0;
  async function* told(pages: AsyncIterable<readonly ListedDocument[]>): AsyncGenerator<readonly ListedDocument[]> {
    for await (const page of pages) {
      count += page.length;
      onDocuments(count);
      yield page;
    }
  }
  return {
    ...redrive,
    async source(placed, options) {
      const opened = await redrive.source(placed, options);
      return { ...opened, source: { ...opened.source, documents: (limit) => told(opened.source.documents(limit)) } };
    },
  };
}
