import { MskctlError } from "../../../core/errors.ts";

/** A file of an archive that is not what was written. */
export function damagedFile(archive: string, file: string, what: string, cause?: unknown): MskctlError {
  return new MskctlError("storage", `${file} of the archive ${archive} is damaged: ${what}`, {
    suggestions: [`bring ${file} back from a copy; nothing of the archive is used while it is damaged`],
    details: { archive, file },
    ...(cause === undefined ? {} : { cause }),
  });
}
