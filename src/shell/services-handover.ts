import { fileURLToPath } from "node:url";
import type { Place } from "../core/mapping/place.ts";
import type { ExportFolder } from "../core/redrive/handover/export-folder.ts";
import type { ArchiveSource, BucketSource } from "../core/redrive/handover/export-plan.ts";
import type { Area, ObjectItem } from "../core/redrive/handover/handover.ts";
import type { LedgerStore } from "../core/redrive/handover/ledger.ts";
import type { MapRuns } from "../core/redrive/handover/map-run.ts";
import type { DocumentSource } from "../core/redrive/ports.ts";
import type { RunSettings } from "../core/redrive/run-settings.ts";
import type { Inventory } from "../core/redrive/verify/ledger-check.ts";
import type { Clock } from "../core/time.ts";
import type { AwsServices } from "../platform/aws/aws-services.ts";
import { idOf } from "../platform/aws/s3-bucket.ts";

/** What handing a redrive over to Step Functions takes beside the ports of a redrive. Everything is loaded when it is first used. */
export interface HandoverServices {
  /** What is below a prefix, none of it read. */
  objects(source: BucketSource): AsyncIterable<readonly ObjectItem[]>;
  /** A document's id, without its object's version. */
  idOf(item: ObjectItem): string;
  /** Some of these objects as a source, to look at. */
  someObjects(source: BucketSource, objects: readonly ObjectItem[], settings: Pick<RunSettings, "untilMs">): Promise<DocumentSource>;
  /** Records that are in an archive themselves; undefined: its manifest is gone. Throws `not-found` and `storage`. */
  savedRecords(source: ArchiveSource): Promise<number | undefined>;
  /** Throws `refused` for a bucket that Step Functions at this place cannot read. */
  requireBucketAt(bucket: string, place: Place): Promise<void>;
  /** Throws `conflict` for a folder that is there. */
  exportFolder(path: string): Promise<ExportFolder>;
  /** Where the bundled worker is. */
  readonly workerFile: string;
  /** 64 hexadecimal digits that nobody can guess. */
  keySalt(): Promise<string>;
  area(area: Area): Promise<OpenArea>;
  /** Those of Step Functions. */
  mapRuns(): Promise<MapRuns>;
}

/** What an exported redrive has beside its source. */
export interface OpenArea {
  readonly store: LedgerStore;
  readonly inventory: Inventory;
  readonly fingerprint: (text: string) => number;
}

export interface HandoverWiring {
  readonly aws: () => AwsServices;
  readonly clock: Clock;
}

export function handoverServices({ aws, clock }: HandoverWiring): HandoverServices {
  return {
    async *objects({ bucket, prefix }) {
      const { listedObjects } = await import("../platform/aws/object-listing.ts");
      yield* listedObjects(aws(), { bucket, prefix });
    },
    idOf: ({ Key }) => idOf(Key, undefined),
    async someObjects({ bucket }, objects, { untilMs }) {
      const { s3ObjectSource } = await import("../platform/aws/redrive-s3-objects.ts");
      return s3ObjectSource(aws(), { bucket, objects, untilMs, remove: "none", clock });
    },
    async savedRecords(source) {
      const [{ openArchiveReader }, { s3ArchiveStore }] = await Promise.all([
        import("../platform/disk/archive/archive-reader.ts"),
        import("../platform/aws/archive-store.ts"),
      ]);
      const { summary, close } = await openArchiveReader(s3ArchiveStore(aws(), source));
      await close();
      return summary.documents === 0 ? undefined : summary.materialised;
    },
    async requireBucketAt(bucket, place) {
      await (await import("../platform/aws/bucket-place.ts")).requireBucketAt(aws(), bucket, place);
    },
    async exportFolder(path) {
      return (await import("../platform/disk/export-folder.ts")).makeExportFolder(path);
    },
    workerFile: workerFile(),
    async keySalt() {
      return (await import("node:crypto")).randomBytes(32).toString("hex");
    },
    async area(area) {
      const [{ s3LedgerStore }, { ledgerInventory }, { fingerprint }] = await Promise.all([
        import("../platform/aws/ledger-store.ts"),
        import("../platform/aws/ledger-inventory.ts"),
        import("../platform/bytes/fingerprint.ts"),
      ]);
      const store = s3LedgerStore(aws(), { ...area, clock });
      return { store, inventory: ledgerInventory(store), fingerprint };
    },
    mapRuns: async () => (await import("../platform/aws/map-runs.ts")).mapRuns(aws()),
  };
}

/** This module is bundled into `dist`, or into `dist/chunks`; from source the bundle is where it was built. */
function workerFile(): string {
  const path = import.meta.url.endsWith(".ts") ? "../../dist/worker" : import.meta.url.includes("/chunks/") ? "../worker" : "./worker";
  return fileURLToPath(new URL(`${path}/index.mjs`, import.meta.url));
}
