import { isError, MskctlError } from "../../errors.ts";
import { someOf } from "../../figures.ts";
import type { MappingDocument } from "../model.ts";
import { fromListings, paced } from "./pace.ts";
import type { WaitEvent, Waited } from "./waiting.ts";
import type { WritePorts } from "./writing.ts";

/** One write to one mapping, and the wait for it. */
export interface Job {
  /** As people call the mapping: `orders/orders`. */
  readonly name: string;
  /** The mapping as planned for; a new one has none yet. */
  readonly mapping?: MappingDocument;
  /** Sends the write and gives AWS's answer. */
  readonly send: (ports: WritePorts, onEvent: (event: WaitEvent) => void) => Promise<MappingDocument>;
  readonly follow: (ports: WritePorts, written: MappingDocument, onEvent: (event: WaitEvent) => void) => Promise<Waited>;
}

export type JobOutcome =
  | ({ readonly ok: true; readonly job: Job } & Waited)
  | { readonly ok: false; readonly job: Job; readonly mapping?: MappingDocument; readonly error: MskctlError };

/** How far a verb over several mappings has come. */
export interface JobsProgress {
  readonly sent: number;
  /** Written, and followed to the end. */
  readonly finished: number;
  readonly failed: number;
  readonly total: number;
}

/** Sends one write and follows it. */
export async function runJob(ports: WritePorts, job: Job, onEvent: (event: WaitEvent) => void): Promise<Waited> {
  return job.follow(ports, await job.send(ports, onEvent), onEvent);
}

/**
 * Sends the writes one after the other, at most five calls a second, then follows all of them at once from shared
 * listings. A failure stays with its mapping. Errors: only `interrupted` and `terminated`; `details` then names what was
 * written and what was not touched.
 */
export async function runJobs(
  ports: WritePorts,
  jobs: readonly Job[],
  onProgress: (progress: JobsProgress) => void,
): Promise<JobOutcome[]> {
  const slow: WritePorts = { ...ports, mappings: paced(ports.mappings, ports.clock) };
  const followers: WritePorts = { ...slow, mappings: { ...slow.mappings, get: fromListings(slow.mappings, ports.clock).get } };
  const outcomes = new Map<Job, JobOutcome>();
  const written = new Map<Job, MappingDocument>();
  const tell = () => {
    const failed = [...outcomes.values()].filter(({ ok }) => !ok).length;
    onProgress({ sent: written.size, finished: outcomes.size - failed, failed, total: jobs.length });
  };

  for (const job of jobs) {
    try {
      written.set(job, await job.send(slow, () => {}));
    } catch (error) {
      if (isStop(error)) throw stopped(error, jobs, written, outcomes);
      outcomes.set(job, failure(job, error));
    }
    tell();
  }
  await Promise.all(
    [...written].map(async ([job, mapping]) => {
      try {
        outcomes.set(job, { ok: true, job, ...(await job.follow(followers, mapping, () => {})) });
      } catch (error) {
        if (isStop(error)) throw stopped(error, jobs, written, outcomes);
        outcomes.set(job, failure(job, error, mapping));
      }
      tell();
    }),
  );
  return jobs.flatMap((job) => outcomes.get(job) ?? []);
}

function failure(job: Job, error: unknown, mapping = job.mapping): JobOutcome {
  if (!(error instanceof MskctlError)) throw error;
  return { ok: false, job, error, ...(mapping === undefined ? {} : { mapping }) };
}

function isStop(error: unknown): error is MskctlError {
  return isError(error, "interrupted", "terminated");
}

function stopped(
  error: MskctlError,
  jobs: readonly Job[],
  written: ReadonlyMap<Job, MappingDocument>,
  outcomes: ReadonlyMap<Job, JobOutcome>,
): MskctlError {
  const failed = jobs.filter((job) => outcomes.get(job)?.ok === false);
  const untouched = jobs.filter((job) => !written.has(job) && !failed.includes(job)).map(({ name }) => name);
  const parts = [
    `${written.size} of ${jobs.length} mappings were written`,
    ...(failed.length === 0 ? [] : [`${failed.length} failed: ${someOf(failed.map(({ name }) => name))}`]),
    untouched.length === 0 ? "AWS goes on by itself" : `${untouched.length} not touched: ${someOf(untouched)}`,
  ];
  return new MskctlError(error.code, `${error.code}: ${parts.join("; ")}`, {
    suggestions: ["run the command again: what is done already is left alone", "mskctl list"],
    details: { written: [...written.values()].map(({ UUID }) => UUID), failed: failed.map(({ name }) => name), untouched },
    cause: error,
  });
}
