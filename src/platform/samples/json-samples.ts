import type { Sample, SampleChunk } from "../../core/filter/sample.ts";
import { type DocumentFormat, documentSamples, holdsRecords } from "../../core/filter/sample-document.ts";
import { undecodable } from "../../core/filter/sample-record.ts";
import { DocumentSplitter, type FoundDocument } from "../../core/record/sample-documents.ts";
import { isJsonSpace } from "../../core/record/sample-json-scalar.ts";
import type { ByteReader } from "./byte-reader.ts";

/** Samples out of chunks of lines, each of which is a JSON document. */
export async function* samplesOfLines(chunks: AsyncIterable<SampleChunk>, format: DocumentFormat): AsyncGenerator<Iterable<Sample>, void> {
  const numbered = numbering(format);
  for await (const chunk of chunks) {
    if (chunk.kind === "lines") yield numbered(linesOf(chunk.bytes, chunk.firstLine));
    else yield numbered(chunk.samples.map(({ line, undecodable: broken = "" }) => ({ line, bytes: nothing, broken })));
  }
}

/** Samples out of JSON documents over as many lines as they like. */
export async function* samplesOfDocuments(
  reader: ByteReader,
  format: DocumentFormat,
  limitBytes: number,
): AsyncGenerator<Iterable<Sample>, void> {
  const numbered = numbering(format);
  const splitter = new DocumentSplitter(limitBytes);
  const buffer = Buffer.allocUnsafeSlow(readBytes);
  for (;;) {
    const read = await reader.read(buffer);
    if (read === 0) break;
    // A document's bytes are overwritten by the next one: no batch spans two.
    for (const document of splitter.push(buffer.subarray(0, read))) yield numbered([document]);
  }
  yield numbered(splitter.end());
}

/** Where documents hold records, these are counted through all documents of the source. */
function numbering(format: DocumentFormat): (documents: Iterable<FoundDocument>) => Generator<Sample, void> {
  let count = 0;
  return function* (documents) {
    for (const { line, bytes, broken } of documents) {
      const first = count + 1;
      const samples =
        broken === undefined ? documentSamples(format, bytes, { line, first }) : [undecodable(holdsRecords(format) ? first : line, broken)];
      for (const sample of samples) {
        count += 1;
        yield sample;
      }
    }
  };
}

function* linesOf(bytes: Uint8Array, firstLine: number): Generator<FoundDocument, void> {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line += 1) {
    const lineEnd = bytes.indexOf(lineFeed, start);
    const end = lineEnd === -1 ? bytes.length : lineEnd;
    const content = bytes.subarray(start, end);
    if (!content.every(isJsonSpace)) yield { line, bytes: content };
    start = end + 1;
  }
}

const nothing = new Uint8Array(0);
const readBytes = 256 * 1024;
const lineFeed = 0x0a;
