import { itemPage } from "../protocols/item-page.ts";
import { operation } from "../protocols/rpc-service.ts";
import { boolean, list, map, number, string, structure, timestamp, type ValueOf } from "../protocols/shape.ts";
import { invalidNextToken, invalidParameter } from "./errors.ts";
import { knownSecret } from "./known-secret.ts";
import type { SandboxSecret } from "./secret.ts";

const common = {
  ARN: string,
  Name: string,
  Description: string,
  KmsKeyId: string,
  CreatedDate: timestamp,
  LastChangedDate: timestamp,
  DeletedDate: timestamp,
  Tags: list(structure({ Key: string, Value: string })),
} as const;

export const describeSecret = operation({
  input: structure({ SecretId: string }),
  output: structure({ ...common, VersionIdsToStages: map(list(string)) }),
  run({ SecretId }, world) {
    const secret = knownSecret(world, SecretId);
    return { ...documentOf(secret), VersionIdsToStages: labelled(secret) };
  },
});

const listInput = structure({
  MaxResults: number,
  NextToken: string,
  IncludePlannedDeletion: boolean,
  SortOrder: string,
  SortBy: string,
  Filters: list(structure({ Key: string, Values: list(string) })),
});

type ListInput = ValueOf<typeof listInput>;

/** The service model's bound of MaxResults. */
const maximumPerPage = 100;

export const listSecrets = operation({
  input: listInput,
  output: structure({ SecretList: list(structure({ ...common, SecretVersionsToStages: map(list(string)) })), NextToken: string }),
  run(request, world) {
    const { MaxResults = maximumPerPage, NextToken, IncludePlannedDeletion = false, Filters = [] } = request;
    if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > maximumPerPage)
      throw invalidParameter(`MaxResults must be between 1 and ${maximumPerPage}.`);
    const found = [...world.secrets.values()]
      .filter(({ deletionMs }) => IncludePlannedDeletion || deletionMs === undefined)
      .filter((secret) => Filters.every((filter) => matches(secret, filter)));
    const page = itemPage(sorted(found, request), MaxResults, NextToken);
    if (page === undefined) throw invalidNextToken();
    return {
      SecretList: page.items.map((secret) => ({ ...documentOf(secret), SecretVersionsToStages: labelled(secret) })),
      NextToken: page.nextToken,
    };
  },
});

function documentOf({ arn, name, description, kmsKeyId, createdMs, changedMs, deletionMs, tags }: SandboxSecret) {
  return {
    ARN: arn,
    Name: name,
    Description: description,
    KmsKeyId: kmsKeyId,
    CreatedDate: createdMs,
    LastChangedDate: changedMs,
    DeletedDate: deletionMs,
    Tags: [...tags].map(([Key, Value]) => ({ Key, Value })),
  };
}

/** Deprecated versions have no label and are not shown. */
function labelled({ versions }: SandboxSecret): ReadonlyMap<string, readonly string[]> {
  return new Map([...versions].filter(([, { stages }]) => stages.length > 0).map(([id, { stages }]) => [id, stages]));
}

/** What a filter looks at; each value is compared with the beginning (API reference, ListSecrets). */
const filterable = new Map<string, (secret: SandboxSecret) => Iterable<string>>([
  ["name", ({ name }) => [name]],
  ["tag-key", ({ tags }) => tags.keys()],
  ["tag-value", ({ tags }) => tags.values()],
]);

function matches(secret: SandboxSecret, { Key = "", Values = [] }: NonNullable<ListInput["Filters"]>[number]): boolean {
  const texts = filterable.get(Key);
  if (texts === undefined) throw invalidParameter(`The sandbox has no filter ${Key}; it has ${[...filterable.keys()].join(", ")}.`);
  const found = [...texts(secret)];
  const begins = (value: string) => found.some((text) => text.startsWith(value));
  return Values.some((value) => (value.startsWith("!") ? !begins(value.slice(1)) : begins(value)));
}

const sortKeys = new Map<string, (secret: SandboxSecret) => string | number>([
  ["created-date", ({ createdMs }) => createdMs],
  ["last-changed-date", ({ changedMs }) => changedMs],
  ["name", ({ name }) => name],
]);

/** That the order is by creation, oldest first, when nothing else is asked for is an assumption. */
function sorted(secrets: readonly SandboxSecret[], { SortBy = "created-date", SortOrder = "asc" }: ListInput): SandboxSecret[] {
  const key = sortKeys.get(SortBy);
  if (key === undefined) throw invalidParameter(`The sandbox cannot sort by ${SortBy}; it sorts by ${[...sortKeys.keys()].join(", ")}.`);
  const ascending = secrets.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
  return SortOrder === "desc" ? ascending.toReversed() : ascending;
}
