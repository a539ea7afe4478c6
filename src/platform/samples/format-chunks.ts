import type { Sample, SampleChunk } from "../../core/filter/sample.ts";
import { holdsRecords } from "../../core/filter/sample-document.ts";
import type { DetectedFormat } from "../../core/filter/sample-format.ts";
import { avroSamples, type OpenAvroReader } from "./avro-samples.ts";
import { ByteCursor } from "./byte-cursor.ts";
import type { ByteReader } from "./byte-reader.ts";
import { samplesOfDocuments, samplesOfLines } from "./json-samples.ts";
import { lineChunks } from "./line-chunks.ts";
import { protobufSamples } from "./protobuf-samples.ts";
import { sampleBatches } from "./sample-batches.ts";
import type { SampleLimits } from "./sample-limits.ts";

export interface FormatSettings {
  readonly openAvroReader: OpenAvroReader;
  readonly limits: SampleLimits;
}

/** The samples of a source whose format is known. */
export function formatChunks(
  reader: ByteReader,
  source: string,
  { format, framing }: DetectedFormat,
  settings: FormatSettings,
): AsyncIterable<SampleChunk> {
  const { openAvroReader, limits } = settings;
  const { lineBytes, documentBytes } = limits;
  switch (format) {
    case "avro":
      return recordChunks(source, avroSamples(new ByteCursor(reader), source, openAvroReader, lineBytes));
    case "protobuf":
      return recordChunks(source, protobufSamples(new ByteCursor(reader), source, lineBytes));
    case "text":
      return lineChunks(reader, source, limits);
    default: {
      if (framing === "documents") return recordChunks(source, samplesOfDocuments(reader, format, documentBytes));
      if (format === "values") return lineChunks(reader, source, limits);
      const lines = lineChunks(reader, source, holdsRecords(format) ? { ...limits, lineBytes: documentBytes } : limits);
      return recordChunks(source, samplesOfLines(lines, format));
    }
  }
}

/** Each of `portions` is used up before the next is asked for: their bytes may be overwritten then. */
async function* recordChunks(source: string, portions: AsyncIterable<Iterable<Sample>>): AsyncGenerator<SampleChunk, void> {
  for await (const portion of portions) for (const samples of sampleBatches(portion)) yield { kind: "records", source, samples };
}
