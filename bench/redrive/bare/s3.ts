import { type DocumentPlan, eventDocument, placeOfDocument } from "../documents.ts";
import { bucket, type Place, prefix } from "../place.ts";

const keysOfPage = 1_000;

/** A bucket of documents that are made when they are asked for. Deleted ones are listed no more. */
export class BareBucket {
  readonly #plan: DocumentPlan;
  readonly #templates: readonly Template[];
  readonly #removed = new Set<number>();

  constructor(plan: DocumentPlan, place: Place) {
    this.#plan = plan;
    this.#templates = Array.from({ length: plan.partitions }, (_, partition) => new Template(plan, place, partition));
  }

  list(token: string | null): string {
    const from = Number(token ?? 0);
    const until = Math.min(from + keysOfPage, this.#plan.documents);
    const size = this.#templates[0]?.size ?? 0;
    let contents = "";
    for (let number = from; number < until; number++) {
      if (this.#removed.has(number)) continue;
      contents += `<Contents><Key>${keyOf(number)}</Key><LastModified>2026-11-25T12:01:00.000Z</LastModified><ETag>&quot;${etagOf(number)}&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
    }
    const more = until < this.#plan.documents;
    const next = more ? `<NextContinuationToken>${until}</NextContinuationToken>` : "";
    return `<ListBucketResult><Name>${bucket}</Name><EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`;
  }

  get(key: string): Buffer {
    const { partition, first } = placeOfDocument(this.#plan, numberOf(key));
    const template = this.#templates[partition];
    if (template === undefined) throw new Error(`no document ${key}`);
    return template.withOffsets(first);
  }

  /** Gives how many, and the answer. */
  remove(request: string): { readonly count: number; readonly answer: string } {
    const keys = [...request.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = ""]) => key);
    for (const key of keys) this.#removed.add(numberOf(key));
    const deleted = keys.map((key) => `<Deleted><Key>${key}</Key></Deleted>`).join("");
    return { count: keys.length, answer: `<DeleteResult>${deleted}</DeleteResult>` };
  }
}

function keyOf(number: number): string {
  return `${prefix}${String(number).padStart(9, "0")}`;
}

/** As long as an MD5. */
function etagOf(number: number): string {
  return String(number).padStart(32, "0");
}

function numberOf(key: string): number {
  return Number(key.slice(prefix.length));
}

/** A document whose offsets are written over: all have as many digits, so nothing else of it changes. */
class Template {
  readonly #bytes: Buffer;
  readonly #places: { readonly at: number; readonly behindFirst: number }[] = [];

  constructor({ firstOffset, recordsEach }: DocumentPlan, place: Place, partition: number) {
    this.#bytes = Buffer.from(eventDocument(place, { partition, first: firstOffset, records: recordsEach }));
    const offsets = [0, recordsEach - 1, ...Array.from({ length: recordsEach }, (_, index) => index)];
    let at = 0;
    for (const behindFirst of offsets) {
      at = this.#bytes.indexOf(String(firstOffset + behindFirst), at);
      this.#places.push({ at, behindFirst });
      at += 1;
    }
  }

  get size(): number {
    return this.#bytes.length;
  }

  withOffsets(first: number): Buffer {
    const bytes = Buffer.from(this.#bytes);
    for (const { at, behindFirst } of this.#places) bytes.write(String(first + behindFirst), at, "latin1");
    return bytes;
  }
}
