import { MskctlError } from "../../errors.ts";
import { parseSource } from "../source-name.ts";
import type { ArchiveSource, BucketSource } from "./export-plan.ts";
import type { Area } from "./handover.ts";

/** What `s3://bucket/prefix` says, as an area; a slash ends its prefix. Throws `usage`. */
export function parseArea(text: string): Area {
  const parsed = text.startsWith("s3://") ? parseSource(text) : undefined;
  const prefix = parsed?.kind === "s3" ? parsed.prefix.replace(/\/+$/, "") : "";
  if (parsed?.kind !== "s3" || prefix === "")
    throw new MskctlError("usage", `${text === "" ? "the area is empty" : `${text} is no prefix in a bucket`}`, {
      suggestions: ["s3://BUCKET/PREFIX/"],
    });
  return { bucket: parsed.bucket, prefix: `${prefix}/` };
}

export function areaText({ bucket, prefix }: Area): string {
  return `s3://${bucket}/${prefix}`;
}

/**
 * Where an export keeps what it needs beside its source: as asked for, else in the source's bucket. Throws `usage` where the one would lie in the
 * other: the Map would take ledger objects for documents.
 */
export function chooseArea(asked: string | undefined, { bucket, prefix }: BucketSource | ArchiveSource, id: string): Area {
  const area = asked === undefined ? { bucket, prefix: `mskctl-redrive/${id}/` } : parseArea(asked);
  const isApart = area.bucket !== bucket || !(area.prefix.startsWith(prefix) || prefix.startsWith(area.prefix));
  if (isApart) return area;
  throw new MskctlError("usage", `the ledger would lie in the source: ${areaText(area)} and s3://${bucket}/${prefix}`, {
    suggestions: ["name another bucket or prefix for it: --area s3://BUCKET/PREFIX/"],
  });
}
