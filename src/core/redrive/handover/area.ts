import { MskctlError } from "../../errors.ts";
import { shellWord } from "../../mapping/setting-arguments.ts";
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
  requireLiteral(`s3://${bucket}/${prefix}`, [
    `mskctl redrive ${shellWord(`s3://${bucket}/${prefix}`)}`,
    "or name a prefix without them, with all of it below",
  ]);
  const area = asked === undefined ? { bucket, prefix: `mskctl-redrive/${id}/` } : parseArea(asked);
  requireLiteral(areaText(area), ["--area s3://BUCKET/PREFIX/"]);
  const isApart = area.bucket !== bucket || !(area.prefix.startsWith(prefix) || prefix.startsWith(area.prefix));
  if (isApart) return area;
  throw new MskctlError("usage", `the ledger would lie in the source: ${areaText(area)} and s3://${bucket}/${prefix}`, {
    suggestions: ["name another bucket or prefix for it: --area s3://BUCKET/PREFIX/"],
  });
}

/** Throws `usage` for a name that the template or a policy would not take as it is: the roles were those of other keys. */
function requireLiteral(name: string, suggestions: readonly string[]): void {
  const [found] = /\$\{|[*?]/.exec(name) ?? [];
  if (found === undefined) return;
  const reader =
    found === "${"
      ? "the template and the roles' policies would put a value in its place"
      : "the roles' policies would take it for any text";
  throw new MskctlError("usage", `${name} has ${found} in it: ${reader}`, { suggestions });
}
