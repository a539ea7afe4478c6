import { forEachLine } from "../lines.ts";
import type { Sample, SampleChunk } from "../sample.ts";

/** A record of a source of samples; where a line has none, why. */
export type FoundSample =
  | { readonly kind: "found"; readonly source: string; readonly sample: Sample }
  | { readonly kind: "blank" }
  /** `lines` is the number of the last one. */
  | { readonly kind: "missing"; readonly lines: number };

/**
 * The record on a line; of several on it, and of several sources with such a line, the first. Reads no further than that.
 * `line` counts from 1.
 */
export async function findSample(chunks: AsyncIterable<SampleChunk>, line: number): Promise<FoundSample> {
  let lines = 0;
  for await (const chunk of chunks) {
    const found = chunk.kind === "lines" ? sampleOfLine(chunk, line) : sampleOfRecords(chunk.samples, line);
    if (found === "blank") return { kind: "blank" };
    if (typeof found === "object") return { kind: "found", source: chunk.source, sample: copyOf(found) };
    lines = Math.max(lines, found);
  }
  return { kind: "missing", lines };
}

/** Or the number of the last line, where it is none of these. */
function sampleOfRecords(samples: readonly Sample[], line: number): Sample | number {
  return samples.find((each) => each.line === line) ?? samples.at(-1)?.line ?? 0;
}

function sampleOfLine({ bytes, firstLine }: SampleChunk & { readonly kind: "lines" }, line: number): Sample | "blank" | number {
  let sample: Sample | undefined;
  const next = forEachLine(bytes, 0, firstLine, (start, end, number) => {
    if (number === line) sample = { line, value: bytes.subarray(start, end) };
    return number < line;
  });
  if (sample !== undefined) return sample;
  return line >= firstLine && line < next.line ? "blank" : next.line - 1;
}

/** Readers may use the bytes of a chunk again. */
function copyOf(sample: Sample): Sample {
  return sample.value instanceof Uint8Array ? { ...sample, value: sample.value.slice() } : sample;
}
