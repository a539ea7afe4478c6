import { MskctlError } from "../core/errors.ts";
import { destinationOf } from "../core/mapping/findings/facts.ts";
import { chooseForWriting } from "../core/mapping/lifecycle/choice.ts";
import type { MappingDocument } from "../core/mapping/model.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { allMappings } from "../core/redrive/gather-facts.ts";
import { destinationSource, type PlacedSource, parseSource, sourceText } from "../core/redrive/source-name.ts";
import type { Services } from "./services.ts";

/** Where documents are, and whose they are. */
export interface SourcePlace {
  readonly name: string;
  readonly placed: PlacedSource;
  readonly mapping: MappingDocument | undefined;
}

/** The source that was named, or that the mapping names as its destination. */
export async function namedSource(services: Services, argument: string, mappingName: string | undefined): Promise<SourcePlace> {
  const source = parseSource(argument);
  if (source.kind !== "mapping") {
    const mapping = mappingName === undefined ? await ownerOf(services, source) : (await oneMapping(services, mappingName)).mapping;
    return { name: sourceText(source), placed: source, mapping };
  }
  const { mapping, name } = await oneMapping(services, source.name);
  const destination = destinationSource(mapping);
  if (destination.kind === "source") return { name, placed: destination.source, mapping };
  const says =
    destination.kind === "none"
      ? `${name} has no on-failure destination: what fails is tried for ever, or dropped`
      : `${name} sends what fails to ${destination.destination}, which mskctl does not know`;
  throw new MskctlError("refused", says, {
    suggestions: [`mskctl update ${shellWord(name)} --on-failure ARN`, `mskctl redrive s3://BUCKET/PREFIX --mapping ${shellWord(name)}`],
  });
}

async function oneMapping(services: Services, name: string): Promise<{ readonly mapping: MappingDocument; readonly name: string }> {
  const [chosen, second] = await chooseForWriting(services, { names: [name] }, "mskctl redrive");
  if (chosen === undefined || second !== undefined) throw new MskctlError("ambiguous", `${name} names several mappings`);
  return chosen;
}

/** The one mapping whose failures go there; undefined where there is none, or several. */
async function ownerOf(services: Services, source: PlacedSource): Promise<MappingDocument | undefined> {
  const all = (await allMappings(services)) ?? [];
  const uuid = await uuidIn(services, source);
  if (uuid !== undefined) return all.find(({ UUID }) => UUID === uuid);
  const owners = all.filter((mapping) => {
    const destination = destinationOf(mapping) ?? "";
    if (source.kind === "s3") return destination.endsWith(`:::${source.bucket}`);
    if (source.kind === "kafka") return destination === `kafka://${source.topic}`;
    if (source.kind === "sns") return destination === source.arn;
    return source.kind === "sqs" && (destination === source.queue || destination.split(":").at(-1) === source.queue.split(/[:/]/).at(-1));
  });
  return owners.length === 1 ? owners[0] : undefined;
}

/** Lambda names objects by their mapping (developer guide, S3 as destination), and so does an archive's manifest. */
async function uuidIn({ redrive }: Services, source: PlacedSource): Promise<string | undefined> {
  if (source.kind === "archive") return (await redrive.archiveFacts(source.path)).mappingUuid;
  return source.kind === "s3" ? /^aws\/lambda\/([0-9a-f-]{36})\//.exec(source.prefix)?.[1] : undefined;
}
