import { askFor } from "../core/mapping/fact.ts";
import { functionNameOf, type MappingDocument } from "../core/mapping/model.ts";
import { parseArea } from "../core/redrive/handover/area.ts";
import type { BucketSource } from "../core/redrive/handover/export-plan.ts";
import { classifiedPages } from "../core/redrive/intake.ts";
import type { PlannedDocument } from "../core/redrive/journal.ts";
import type { DocumentSource } from "../core/redrive/ports.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { OpenRun } from "../core/redrive/runs.ts";
import { parseSource } from "../core/redrive/source-name.ts";
import { parseTarget } from "../core/redrive/target-name.ts";
import type { NotAsked } from "../core/redrive/verify/check.ts";
import { deliveredToTopic } from "../core/redrive/verify/delivered-to-topic.ts";
import type { FailureEvidence } from "../core/redrive/verify/failed-again-check.ts";
import type { FunctionEvidence } from "../core/redrive/verify/function-check.ts";
import { type LedgerEvidence, orNotAsked } from "../core/redrive/verify/ledger-check.ts";
import type { SourceEvidence } from "../core/redrive/verify/source-check.ts";
import type { TargetEvidence } from "../core/redrive/verify/target-check.ts";
import type { VerifyPorts } from "../core/redrive/verify/verify.ts";
import { handoverIn } from "./ledger-import.ts";
import { type OpenedRedrive, openRedrive } from "./redrive-ports.ts";
import type { Services } from "./services.ts";

export interface Evidence extends VerifyPorts {
  close(): Promise<void>;
}

/** What can be asked after a run: its source and its target as they are now, and Lambda's own counts. Nothing is taken or changed. */
export async function evidenceOf(
  services: Services,
  run: OpenRun,
  settings: RunSettings,
  mapping: MappingDocument | undefined,
): Promise<Evidence> {
  const opened = await openRedrive(services, { ...settings, untilMs: services.clock.now() }, mapping);
  return {
    source: sourceEvidence(opened, settings),
    target: targetEvidence(opened, settings, run),
    function: functionEvidence(services, settings),
    failures: failureEvidence(services, opened, mapping),
    ledger: settings.ledger === undefined ? undefined : await ledgerEvidence(services, settings.ledger, opened),
    close: () => opened.close(),
  };
}

function sourceEvidence({ source: { source, takes } }: OpenedRedrive, settings: RunSettings): SourceEvidence | NotAsked {
  if (takes) return { why: "a queue does not tell which messages it has" };
  const { kind } = parseSource(settings.source);
  if (kind === "kafka" || kind === "archive") return { why: `nothing is removed from ${kind === "kafka" ? "a topic" : "an archive"}` };
  if (settings.removal !== "delete") return { why: "the run left its documents where they are" };
  return listedNow(idsOf(source), (id) => id);
}

async function* idsOf(source: DocumentSource): AsyncIterable<readonly string[]> {
  for await (const page of source.documents(Number.MAX_SAFE_INTEGER)) yield page.map(({ id }) => id);
}

/** Documents go by what `nameOf` gives of their ids. Lists them once, when it is first asked. */
function listedNow(pages: AsyncIterable<readonly string[]>, nameOf: (id: string) => string): SourceEvidence {
  let listing: Promise<ReadonlySet<string>> | undefined;
  const list = async () => {
    const ids = new Set<string>();
    for await (const page of pages) for (const id of page) ids.add(nameOf(id));
    return ids;
  };
  return {
    async present(ids) {
      listing ??= list();
      const there = await listing;
      return ids.map((id) => there.has(nameOf(id)));
    },
  };
}

async function ledgerEvidence(services: Services, ledger: string, opened: OpenedRedrive): Promise<LedgerEvidence | NotAsked> {
  const area = parseArea(ledger);
  return orNotAsked(async () => {
    const { store, inventory, fingerprint } = await services.handover.area(area);
    const { order, settings } = await handoverIn(services, { store }, area);
    const placed = parseSource(settings.source);
    const shared = { ledger: store, order, inventory, decodeUtf8: services.bytes.decodeUtf8, fingerprint };
    if (placed.kind !== "s3") return { ...shared, inventoryId: whole, source: listedNow(idsOf(opened.source.source), whole) };
    return { ...shared, inventoryId: withoutVersion, source: listedNow(objectsNow(services, placed), withoutVersion) };
  });
}

/** As the export has listed them: a source passes over what is tagged as done, and that is there. */
async function* objectsNow({ handover }: Services, source: BucketSource): AsyncIterable<readonly string[]> {
  for await (const page of handover.objects(source)) yield page.map(handover.idOf);
}

function whole(id: string): string {
  return id;
}

/** The inventory knows an object by its key alone: what stands behind the at sign of an id is a version. */
function withoutVersion(id: string): string {
  return id.split("@")[0] ?? "";
}

function targetEvidence({ broker }: OpenedRedrive, settings: RunSettings, run: OpenRun): TargetEvidence | NotAsked {
  const target = parseTarget(settings.target);
  if (target.kind === "file") return { why: "files are checked by their own manifest" };
  if (target.kind !== "kafka") return { why: "a function keeps nothing that could be read again" };
  const { id: runId, createdAtMs: sinceMs } = run.known.facts;
  return {
    async *delivered() {
      yield* deliveredToTopic(await broker(), target.topic, { runId, sinceMs });
    },
  };
}

function functionEvidence({ metrics, clock }: Services, { functionName }: RunSettings): FunctionEvidence | NotAsked {
  if (functionName === undefined) return { why: "the target is no function" };
  const dimensions = new Map([["FunctionName", functionNameOf(functionName)]]);
  const query = (name: string) => ({ namespace: "AWS/Lambda", name, dimensions, statistic: "Sum" as const });
  return {
    nowMs: clock.now(),
    metrics: ({ fromMs, untilMs }) =>
      askFor(async () => {
        // Minutes count whole.
        const span = {
          fromMs: Math.floor(fromMs / 60_000) * 60_000,
          untilMs: Math.ceil(untilMs / 60_000) * 60_000 + 60_000,
          periodSeconds: 60,
        };
        const series = await metrics.read([query("Invocations"), query("Errors")], span);
        const [invocations = 0, errors = 0] = series.map(({ points }) => points.reduce((sum, { value }) => sum + value, 0));
        return { invocations, errors };
      }),
  };
}

function failureEvidence({ bytes }: Services, opened: OpenedRedrive, mapping: MappingDocument | undefined): FailureEvidence | NotAsked {
  const { source, takes, hasEvents } = opened.source;
  if (takes) return { why: "looking into a queue would hide its messages" };
  return {
    async *documents() {
      const pages = classifiedPages({ source, mapping, tools: bytes, limit: Number.MAX_SAFE_INTEGER, hasEvents });
      for await (const page of pages) {
        yield page.flatMap(({ classified }): PlannedDocument[] => (classified.kind === "planned" ? [classified.planned] : []));
      }
    },
  };
}
