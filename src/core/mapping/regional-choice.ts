import { type ChoicePorts, kafkaMappings } from "./lifecycle/choice.ts";
import { type ChosenForReading, chooseForReading, type ReadingChoice } from "./reading-choice.ts";
import { selectForReading } from "./select.ts";
import { shortestName } from "./selector.ts";

/**
 * Every mapping that is meant, Region by Region. A name needs to be one in any of them.
 * Errors: as `chooseForReading`.
 */
export async function chooseInRegions(
  regions: readonly ChoicePorts[],
  choice: ReadingChoice,
  command: string,
): Promise<readonly ChosenForReading[]> {
  const [only, second] = regions;
  if (only !== undefined && second === undefined) return [await chooseForReading(only, choice, command)];
  const { tags, names = [], ...selection } = choice;
  const listings = await Promise.all(regions.map(({ mappings }) => kafkaMappings(mappings)));
  const tagged = tags === undefined ? undefined : await Promise.all(regions.map((region) => region.tags.mappingsTagged(tags)));
  const taggedArns = tagged === undefined ? undefined : new Set(tagged.flatMap((arns) => [...arns]));
  const meant = new Set(selectForReading({ ...selection, names, taggedArns }, listings.flat(), command));
  return listings.map((siblings) => ({
    chosen: siblings.filter((mapping) => meant.has(mapping)).map((mapping) => ({ mapping, name: shortestName(mapping, siblings) })),
    siblings,
  }));
}
