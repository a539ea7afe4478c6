import { forEachLine } from "./lines.ts";
import type { Sample, SampleChunk } from "./sample.ts";
import type { DecodedValue, ValueDecoder } from "./value-decoder.ts";

/** A chunk whose values are decoded by their schema; lines become records. Null values have nothing to decode. */
export async function decodedChunk(chunk: SampleChunk, decoder: ValueDecoder): Promise<SampleChunk> {
  const samples: Sample[] = [];
  for (const sample of samplesOf(chunk)) {
    const { value } = sample;
    if (value === null || typeof value === "string") samples.push(sample);
    else {
      const decoding = decoder.decode(value);
      samples.push(decodedSample(sample, decoding instanceof Promise ? await decoding : decoding));
    }
  }
  return { kind: "records", source: chunk.source, samples };
}

function decodedSample(sample: Sample, decoded: DecodedValue): Sample {
  if ("undecodable" in decoded) return { ...sample, value: null, undecodable: decoded.undecodable };
  return { ...sample, value: decoded.json };
}

function samplesOf(chunk: SampleChunk): readonly Sample[] {
  if (chunk.kind === "records") return chunk.samples;
  const samples: Sample[] = [];
  forEachLine(chunk.bytes, 0, chunk.firstLine, (start, end, line) => {
    samples.push({ line, value: chunk.bytes.subarray(start, end) });
    return true;
  });
  return samples;
}
