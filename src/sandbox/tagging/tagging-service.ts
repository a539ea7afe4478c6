import { AwsError } from "../protocols/aws-error.ts";
import { pageToken, tokenPosition } from "../protocols/page-token.ts";
import { operation, rpcService } from "../protocols/rpc-service.ts";
import { list, number, string, structure, type ValueOf } from "../protocols/shape.ts";
import type { World } from "../world.ts";

const input = structure({
  PaginationToken: string,
  TagFilters: list(structure({ Key: string, Values: list(string) })),
  ResourcesPerPage: number,
  ResourceTypeFilters: list(string),
  ResourceARNList: list(string),
});

const output = structure({
  PaginationToken: string,
  ResourceTagMappingList: list(structure({ ResourceARN: string, Tags: list(structure({ Key: string, Value: string })) })),
});

type Input = ValueOf<typeof input>;

interface TaggedResource {
  readonly arn: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** Figure of the API reference. */
const maximumPerPage = 100;

const getResources = operation({
  input,
  output,
  run(request, world) {
    refuseBadCombination(request);
    const found = taggedResources(world).filter((resource) => isWanted(resource, request));
    const start = positionOf(request.PaginationToken);
    const end = start + perPage(request.ResourcesPerPage);
    return {
      // The last page has an empty token, as clients of this API expect.
      PaginationToken: end < found.length ? pageToken(end) : "",
      ResourceTagMappingList: found
        .slice(start, end)
        .map(({ arn, tags }) => ({ ResourceARN: arn, Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) })),
    };
  },
});

/** Resource Groups Tagging API: GetResources over functions, mappings and clusters. */
export const taggingService = rpcService({
  signingName: "tagging",
  xmlNamespace: "http://tagging.amazonaws.com/doc/2017-01-26/",
  operations: new Map([["GetResources", getResources]]),
});

/** Resources without tags are not known to the tagging API. */
function taggedResources(world: World): TaggedResource[] {
  const mappings = [...world.mappings.values()].map(({ document, tags }) => ({ arn: document.EventSourceMappingArn ?? "", tags }));
  return [...world.functions.values(), ...mappings, ...world.clusters.values()].filter(({ tags }) => tags.size > 0);
}

function isWanted({ arn, tags }: TaggedResource, { TagFilters = [], ResourceTypeFilters = [], ResourceARNList }: Input): boolean {
  if (ResourceARNList !== undefined && !ResourceARNList.includes(arn)) return false;
  if (ResourceTypeFilters.length > 0 && !ResourceTypeFilters.some((type) => isOfType(arn, type))) return false;
  return TagFilters.every(({ Key = "", Values = [] }) => {
    const value = tags.get(Key);
    return value !== undefined && (Values.length === 0 || Values.includes(value));
  });
}

/** `lambda` takes every resource of the service, `lambda:function` one kind. */
function isOfType(arn: string, type: string): boolean {
  const [, , service, , , ...rest] = arn.split(":");
  const [wantedService, wantedKind] = type.split(":");
  const kind = rest.join(":").split(/[:/]/)[0];
  return service === wantedService && (wantedKind === undefined || wantedKind === kind);
}

function refuseBadCombination(request: Input): void {
  if (request.ResourceARNList === undefined) return;
  const alone = [request.TagFilters, request.ResourceTypeFilters, request.ResourcesPerPage, request.PaginationToken].every(
    (value) => value === undefined,
  );
  if (!alone) throw invalidParameter("ResourceARNList cannot be combined with filters or pagination.");
}

function perPage(asked: number | undefined): number {
  if (asked === undefined) return maximumPerPage;
  if (Number.isInteger(asked) && asked >= 1 && asked <= maximumPerPage) return asked;
  throw invalidParameter(`ResourcesPerPage must be between 1 and ${maximumPerPage}.`);
}

function positionOf(token: string | undefined): number {
  if (token === undefined || token === "") return 0;
  const position = tokenPosition(token);
  if (position === undefined) throw new AwsError("PaginationTokenExpiredException", 400, "The pagination token is not valid.");
  return position;
}

/** Texts UNCONFIRMED. */
function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", 400, message);
}
