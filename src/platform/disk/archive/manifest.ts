import type { ArchivedLane, ArchiveFacts, ArchiveStore } from "../../../core/redrive/archive.ts";
import { sealedText, unsealedText } from "../sealed-file.ts";
import { damagedFile } from "./archive-error.ts";

export const manifestFile = "manifest.json";
const kind = "redrive-archive";

export interface ManifestSegment {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly documents: number;
  readonly records: number;
  /** Records that stand in it themselves. */
  readonly materialised: number;
}

export interface Manifest {
  readonly facts: ArchiveFacts;
  readonly createdAtMs: number;
  readonly segments: readonly ManifestSegment[];
  readonly lanes: readonly ArchivedLane[];
}

export function segmentFile(number: number): string {
  return `segment-${`${number}`.padStart(5, "0")}.jsonl.gz`;
}

/** The number of a segment; undefined for any other file. */
export function segmentNumber(file: string): number | undefined {
  const digits = /^segment-(\d{5,})\.jsonl\.gz$/.exec(file)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Undefined: there is none. Throws `storage`. */
export async function readManifest(store: ArchiveStore): Promise<Manifest | undefined> {
  const bytes = await store.get(manifestFile);
  if (bytes === undefined) return undefined;
  const content = unsealedText(Buffer.from(bytes).toString("utf8"), `${store.name}/${manifestFile}`, kind) as Written;
  try {
    const { createdAt, lanes, source, mapping, segments } = content;
    return {
      facts: { source, ...undefinedForNull(mapping) },
      createdAtMs: Date.parse(createdAt),
      segments,
      lanes: lanes.map(({ topic, partition, documents, first, last }) => ({
        lane: { topic, partition },
        documents,
        first: BigInt(first),
        last: BigInt(last),
      })),
    };
  } catch (error) {
    throw damagedFile(store.name, manifestFile, "it lacks what a manifest has", error);
  }
}

export async function writeManifest(store: ArchiveStore, { facts, createdAtMs, segments, lanes }: Manifest): Promise<void> {
  const { source, ...mapping } = facts;
  const content: Written = {
    source,
    mapping: {
      mappingUuid: mapping.mappingUuid ?? null,
      functionName: mapping.functionName ?? null,
      accountId: mapping.accountId ?? null,
      region: mapping.region ?? null,
    },
    createdAt: new Date(createdAtMs).toISOString(),
    lanes: lanes.map(({ lane, documents, first, last }) => ({ ...lane, documents, first: `${first}`, last: `${last}` })),
    segments,
  };
  await store.put(manifestFile, Buffer.from(sealedText(kind, content)), "replace");
}

/** As it stands in the file: offsets are strings. */
interface Written {
  readonly source: string;
  readonly mapping: { readonly [Name in Exclude<keyof ArchiveFacts, "source">]: string | null };
  readonly createdAt: string;
  readonly lanes: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly documents: number;
    readonly first: string;
    readonly last: string;
  }[];
  readonly segments: readonly ManifestSegment[];
}

function undefinedForNull({ mappingUuid, functionName, accountId, region }: Written["mapping"]): Omit<ArchiveFacts, "source"> {
  return {
    mappingUuid: mappingUuid ?? undefined,
    functionName: functionName ?? undefined,
    accountId: accountId ?? undefined,
    region: region ?? undefined,
  };
}
