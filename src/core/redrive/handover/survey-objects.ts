import type { ExportFolder } from "./export-folder.ts";
import type { SourceSize } from "./export-plan.ts";
import type { ObjectItem } from "./handover.ts";
import { inventoryWriter } from "./inventory.ts";

export interface SurveyedObjects {
  readonly size: Pick<SourceSize, "documents" | "longestKeyLength">;
  /** Of all objects, each with the same chance. */
  readonly sample: readonly ObjectItem[];
}

export interface ObjectSurvey {
  readonly pages: AsyncIterable<readonly ObjectItem[]>;
  /** A document's id, without its object's version. */
  readonly idOf: (item: ObjectItem) => string;
  readonly sampleSize: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly onProgress: (documents: number) => void;
}

/** Writes the inventory of a bucket's objects as they are listed, none of which is read; in the memory of one of its files. */
export async function surveyObjects(
  { pages, idOf, sampleSize, random, onProgress }: ObjectSurvey,
  folder: Pick<ExportFolder, "write">,
): Promise<SurveyedObjects> {
  const inventory = inventoryWriter(folder);
  const sample: ObjectItem[] = [];
  let documents = 0;
  for await (const page of pages) {
    for (const item of page) {
      documents += 1;
      // Reservoir sampling (Vitter's algorithm R).
      const place = sample.length < sampleSize ? sample.length : Math.floor(random() * documents);
      if (place < sampleSize) sample[place] = detached(item);
      await inventory.add(idOf(item));
    }
    onProgress(documents);
  }
  return { size: await inventory.end(), sample };
}

/** A copy of its own: the texts of a listing are mostly pieces of the page's text, and each would keep all of it. */
function detached(item: ObjectItem): ObjectItem {
  return JSON.parse(JSON.stringify(item)) as ObjectItem;
}
