import { isError } from "../core/errors.ts";
import { askFor } from "../core/mapping/fact.ts";
import { allMappings, placeFor } from "../core/redrive/gather-facts.ts";
import type { Coverage, PlanFacts, TargetFacts } from "../core/redrive/plan-facts.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { RunStore } from "../core/redrive/runs.ts";
import { sourceIdentity } from "../core/redrive/source-name.ts";
import type { SourceClaim } from "./redrive-claim.ts";
import { type OpenedRedrive, schemaProblem } from "./redrive-ports.ts";
import type { Services } from "./services.ts";
import type { SourcePlace } from "./source-place.ts";

interface Known {
  readonly settings: RunSettings;
  readonly opened: OpenedRedrive;
  readonly target: TargetFacts;
  readonly coverage: Coverage;
  readonly queue: PlanFacts["queue"];
  readonly claim: SourceClaim | undefined;
}

/** What is known around a source and its target before a run. */
export async function gatherPlanFacts(services: Services, { name, placed, mapping }: SourcePlace, known: Known): Promise<PlanFacts> {
  const { settings, opened, target, coverage, queue, claim } = known;
  const { versioned } = opened.source;
  const [place, mappings, bucketVersioned, earlierRuns] = await Promise.all([
    placeFor(services, mapping),
    allMappings(services),
    versioned === undefined ? undefined : askFor(versioned),
    keptRuns(services, settings.source),
  ]);
  return {
    nowMs: services.clock.now(),
    name,
    source: placed,
    target,
    coverage,
    mapping,
    place,
    mappings,
    liveAgeMs: { kind: "missing" },
    queue,
    bucketVersioned,
    earlierRuns,
    claimNotPermitted: claim?.notPermitted,
    removal: settings.removal,
    schemaProblem: schemaProblem(mapping, opened.source.hasEvents),
    options: settings.options,
  };
}

/** Earlier runs on this source, on this machine, that left documents behind. */
async function keptRuns(services: Services, source: string): Promise<PlanFacts["earlierRuns"]> {
  const [runs, place] = await Promise.all([services.redrive.runs(), placeFor(services, undefined)]);
  const identity = sourceIdentity({ source, accountId: place?.accountId, region: place?.region });
  const earlier: { id: string; kept: number }[] = [];
  for (const { facts, state, owner } of await runs.list()) {
    if (sourceIdentity(facts) !== identity || owner !== undefined || state === "planned" || state === "purged") continue;
    const kept = await keptBy(runs, facts.id);
    if (kept > 0) earlier.push({ id: facts.id, kept });
  }
  return earlier;
}

/** Of a journal that cannot be read nothing is known, and a new run needs nothing of it. */
async function keptBy(runs: RunStore, id: string): Promise<number> {
  try {
    const run = await runs.open(id, "reading");
    const { kept } = run.journal.counts();
    run.close();
    return kept;
  } catch (error) {
    if (isError(error, "storage")) return 0;
    throw error;
  }
}
