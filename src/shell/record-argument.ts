import { MskctlError } from "../core/errors.ts";
import { decodedChunk } from "../core/filter/decoded-chunk.ts";
import { findSample } from "../core/filter/explain/find-sample.ts";
import type { Sample } from "../core/filter/sample.ts";
import type { SampleOptions } from "../core/filter/sample-input.ts";
import type { ValueDecoder } from "../core/filter/value-decoder.ts";
import type { Services } from "./services.ts";

/** What a flag that takes text was given: the text itself, `@FILE`, or `-` for standard input. */
export interface TextArgument {
  /** The flag, the file as it was named, or `-`. */
  readonly source: string;
  readonly text: string;
}

export async function textArgument(files: Services["files"], flag: string, given: string): Promise<TextArgument> {
  if (given === "-") return { source: given, text: await files.readText(given) };
  if (!given.startsWith("@")) return { source: flag, text: given };
  const file = given.slice(1);
  return { source: file, text: await files.readText(file) };
}

/** The record that a verb is asked about, and where it is from. */
export interface RecordArgument {
  readonly source: string;
  readonly line?: number;
  readonly sample: Pick<Sample, "value" | "undecodable">;
}

/** A record given as text. The line end behind it is the editor's or the shell's, unless it was typed as an argument. */
export async function recordArgument(files: Services["files"], given: string): Promise<RecordArgument> {
  const { source, text } = await textArgument(files, "--record", given);
  return { source, sample: { value: source === "--record" ? text : text.replace(/\r?\n$/, "") } };
}

export interface SampleChoice {
  /** A file, a folder, or `-`. */
  readonly name: string;
  readonly line: number;
  readonly options: SampleOptions;
  /** For values with a schema. */
  readonly decoder: ValueDecoder | undefined;
}

/** The record on a line of samples. Throws `not-found`, and what the reader throws. */
export async function recordOfSamples(samples: Services["samples"], choice: SampleChoice): Promise<RecordArgument> {
  const { name, line, options, decoder } = choice;
  const found = await findSample(samples.read(name, options), line);
  if (found.kind !== "found") throw noSuchSample(choice, found.kind === "blank" ? undefined : found.lines);
  const { source, sample } = found;
  return { source, line, sample: decoder === undefined ? sample : await decodedSample(sample, source, decoder) };
}

async function decodedSample(sample: Sample, source: string, decoder: ValueDecoder): Promise<Sample> {
  const chunk = await decodedChunk({ kind: "records", source, samples: [sample] }, decoder);
  return chunk.kind === "records" ? (chunk.samples[0] ?? sample) : sample;
}

function noSuchSample({ name, line }: SampleChoice, lines: number | undefined): MskctlError {
  const shown = name === "-" ? "standard input" : name;
  const details = { samples: name, line, ...(lines === undefined ? {} : { lines }) };
  if (lines === undefined) return new MskctlError("not-found", `line ${line} of ${shown} is blank`, { details });
  const last = `${shown} has no record on line ${line}; the last one is on line ${lines}`;
  return new MskctlError("not-found", lines === 0 ? `there are no records in ${shown}` : last, { details });
}
