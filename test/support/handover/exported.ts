import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Handover } from "../../../src/core/redrive/handover/handover.ts";
import { readOffsets } from "../../../src/core/redrive/handover/ledger.ts";

/** What `mskctl redrive export` has written to a folder. */
export interface Exported {
  readonly handover: Handover;
  readonly definition: object;
  readonly bundle: string;
  /** Copies `upload` to the area, as `aws s3 cp --recursive` does. */
  upload(s3: S3Client): Promise<void>;
}

export function exportedIn(folder: string): Exported {
  const handover = readOffsets(readFileSync(join(folder, "worker/handover.json"), "utf8")) as Handover;
  const { bucket, prefix } = handover.area;
  return {
    handover,
    definition: JSON.parse(readFileSync(join(folder, "statemachine.asl.json"), "utf8")) as object,
    bundle: join(folder, "worker/index.mjs"),
    async upload(s3) {
      const from = join(folder, "upload");
      for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: prefix + relative(from, path), Body: readFileSync(path) }));
      }
    },
  };
}
