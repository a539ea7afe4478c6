import { isError, type MskctlError } from "../errors.ts";
import type { ByteTools } from "../record/byte-tools.ts";
import { decodedChunk } from "./decoded-chunk.ts";
import { fastLineCounter } from "./fast/fast-line-counter.ts";
import type { KafkaFilter } from "./kafka-filter.ts";
import { locate } from "./lint-mappings.ts";
import type { LintedMapping } from "./lint-report.ts";
import { readFilter } from "./read-filter.ts";
import { sampleCounts } from "./sample-counts.ts";
import { decidedBySamples, sampleFindings } from "./sample-findings.ts";
import type { SampleFormat } from "./sample-formats.ts";
import type { SampleInput } from "./sample-input.ts";
import { SampleRun } from "./sample-run.ts";
import type { ValueDecoder } from "./value-decoder.ts";

export interface SampleRequest {
  /** Files, folders, `-`. */
  readonly names: readonly string[];
  readonly format?: SampleFormat;
  /** Turns values into the JSON that is filtered; without one they are filtered as they are. */
  readonly decoder?: ValueDecoder;
  /** Look at every byte of values that seem to be JSON. */
  readonly validate: boolean;
  /** Keep the first values of each kind to show them. */
  readonly showPayload: boolean;
  /** Of records that come a partition after the other, the first ones would not speak for the others. */
  readonly lookAtAllClosely?: boolean;
  /** Hears of the records read so far. */
  readonly onProgress: (records: number) => void;
}

export interface TriedSamples {
  readonly mappings: readonly LintedMapping[];
  /** What the report has to add. */
  readonly notes: readonly string[];
  /** What ended the reading before its end; all that was counted until then stands. */
  readonly stoppedBy?: MskctlError;
}

/** So many records are looked at closely, to say why filters take or leave them: exact shares of a few, without a second pass. */
const closeLooks = 2_000;

interface Trial {
  readonly mapping: LintedMapping;
  readonly filters: readonly KafkaFilter[];
  readonly run: SampleRun;
}

/**
 * Sends samples through the filters of each mapping. A mapping with a pattern that AWS refuses is left out, with a note: it
 * cannot be created. Reading that fails or is interrupted ends it early; the counts until then are given.
 */
export async function trySamples(
  mappings: readonly LintedMapping[],
  request: SampleRequest,
  ports: { readonly samples: SampleInput; readonly bytes: ByteTools },
): Promise<TriedSamples> {
  const trials = mappings.map((mapping) => trialOf(mapping, request, ports.bytes));
  const runs = trials.flatMap((trial) => (trial === undefined ? [] : [trial.run]));
  const stopped: Pick<TriedSamples, "stoppedBy"> = runs.length === 0 ? {} : await readAll(runs, request, ports.samples);
  const left = mappings.filter((_, index) => trials[index] === undefined);
  return {
    mappings: mappings.map((mapping, index) => withSamples(mapping, trials[index], !request.validate)),
    notes: [
      ...left.map(
        ({ source, group }) =>
          `no samples through the filters of ${group === "" ? source : `${source} (${group})`}: one of its patterns cannot be used`,
      ),
      ...(request.decoder?.notes() ?? []),
      ...(stopped.stoppedBy === undefined ? [] : [`${stopped.stoppedBy.message}: this is what was counted until then`]),
    ],
    ...stopped,
  };
}

async function readAll(runs: readonly SampleRun[], request: SampleRequest, samples: SampleInput): Promise<Pick<TriedSamples, "stoppedBy">> {
  const { decoder } = request;
  const options = request.format === undefined ? {} : { format: request.format };
  try {
    for (const name of request.names) {
      for await (const chunk of samples.read(name, options)) {
        const decoded = decoder === undefined ? chunk : await decodedChunk(chunk, decoder);
        for (const run of runs) run.take(decoded);
        request.onProgress(runs[0]?.records ?? 0);
      }
    }
    return {};
  } catch (error) {
    if (!isError(error)) throw error;
    return { stoppedBy: error };
  }
}

function trialOf(mapping: LintedMapping, request: SampleRequest, bytes: ByteTools): Trial | undefined {
  const filters = mapping.filters.map(({ site }) => (site.text === undefined ? undefined : readFilter(site.text)));
  const usable = filters.filter((filter) => filter !== undefined);
  if (usable.length < filters.length) return undefined;
  const run = new SampleRun(usable, {
    decodeUtf8: bytes.decodeUtf8,
    lineCounter: fastLineCounter(usable, bytes, { validates: request.validate }),
    closeLooks: request.showPayload || request.lookAtAllClosely === true ? Number.POSITIVE_INFINITY : closeLooks,
    showPayload: request.showPayload,
  });
  return { mapping, filters: usable, run };
}

/** The mapping with what the samples say: findings that needed data are decided now. */
function withSamples(mapping: LintedMapping, trial: Trial | undefined, assumed: boolean): LintedMapping {
  if (trial === undefined) return mapping;
  const { result } = trial.run;
  const samples = sampleCounts(trial.filters, result, assumed);
  const filters = mapping.filters.map((filter, index) => {
    const counts = samples.filters[index];
    if (counts === undefined) return filter;
    const sampled = { root: { start: 0, end: filter.site.text?.length ?? 0 }, observations: result.observations[index] ?? [], counts };
    const undecided = samples.total === 0 ? filter.findings : filter.findings.filter(({ id }) => !decidedBySamples.has(id));
    const ignored = new Set(filter.site.ignored);
    const found = sampleFindings(sampled, samples).filter(({ id }) => !ignored.has("all") && !ignored.has(id));
    return { ...filter, findings: [...undecided, ...found.map((finding) => locate(finding, filter.site))] };
  });
  return { ...mapping, filters, samples };
}
