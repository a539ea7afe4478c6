import { MskctlError } from "../core/errors.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { placeFor, targetFacts } from "../core/redrive/gather-facts.ts";
import { planRedrive, type RedrivePlan } from "../core/redrive/plan.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import { parseTarget } from "../core/redrive/target-name.ts";
import { claimSource, type SourceClaim } from "./redrive-claim.ts";
import { lookInto } from "./redrive-look.ts";
import { gatherPlanFacts } from "./redrive-plan-facts.ts";
import { type OpenedRedrive, openRedrive } from "./redrive-ports.ts";
import { type PreparationFlags, runSettings } from "./redrive-settings.ts";
import type { Services } from "./services.ts";
import { namedSource } from "./source-place.ts";

/** A plan, and what a run of it takes. */
export interface PreparedRedrive {
  readonly plan: RedrivePlan;
  readonly settings: RunSettings;
  readonly mapping: MappingDocument | undefined;
  readonly opened: OpenedRedrive;
  /** Undefined: a dry run claims nothing. */
  readonly claim: SourceClaim | undefined;
  /** The run, whose journal has the plan's documents. */
  begin(): Promise<OpenRun>;
  /** Lets go of what was opened, and forgets a run that has not begun. */
  discard(): Promise<void>;
}

/**
 * Reads what there is and what a run would do. A dry run keeps nothing; else the source is claimed, and one that gives everything is written into
 * the run's journal on the way, so that it is listed once. Throws what keeps a run from being planned.
 */
export async function prepareRedrive(
  services: Services,
  sourceArgument: string,
  flags: PreparationFlags,
  isDryRun: boolean,
): Promise<PreparedRedrive> {
  const place = await namedSource(services, sourceArgument, flags.mapping);
  const target = parseTarget(flags.to);
  if (flags.ack === "tag" && place.placed.kind !== "s3") throw new MskctlError("usage", "only objects of a bucket can be tagged");
  const facts = await targetFacts(services, target, place.mapping);
  const settings = runSettings(services, place, { target, facts, flags });
  const opened = await openRedrive(services, settings, place.mapping);
  let run: OpenRun | undefined;
  let claim: SourceClaim | undefined;
  const begin = async () => (run ??= await createRun(services, settings));
  const discard = async () => {
    const id = run?.known.facts.id;
    await claim?.lease?.release();
    run?.close();
    if (id !== undefined && run?.known.state === "planned") await (await services.redrive.runs()).remove(id);
    await opened.close();
  };
  try {
    if (!isDryRun) claim = await claimSource(services, place.placed, (await begin()).known.facts.id);
    const looked = await lookInto(services, place, { settings, opened, journal: run?.journal, peek: flags.peek });
    const planned = await gatherPlanFacts(services, place, { settings, opened, target: facts, claim, ...looked });
    return { plan: planRedrive(looked.tally, planned), settings, mapping: place.mapping, opened, claim, begin, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

/** A run that is planned, and not begun. */
export async function createRun(services: Services, settings: RunSettings): Promise<OpenRun> {
  const place = await placeFor(services, undefined);
  const { source, mappingUuid, functionName } = settings;
  const target = functionName === undefined ? settings.target : `lambda:${functionName}`;
  return (await services.redrive.runs()).create({
    verb: "redrive",
    source,
    target,
    mappingUuid,
    functionName,
    accountId: place?.accountId,
    region: place?.region,
    settings: settings as unknown as Record<string, unknown>,
  });
}
