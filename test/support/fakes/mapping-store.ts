import { MskctlError } from "../../../src/core/errors.ts";
import { applyChanges } from "../../../src/core/mapping/apply-changes.ts";
import type { MappingDocument, MappingSettings } from "../../../src/core/mapping/model.ts";
import type { MappingStore } from "../../../src/core/mapping/ports.ts";

interface MappingStoreCall {
  readonly method: keyof MappingStore;
  readonly uuid?: string;
  readonly settings?: MappingSettings;
  readonly query?: { readonly functionName?: string };
}

export interface FakeMappingStore extends MappingStore {
  /** What was asked of the store, in order. */
  readonly calls: readonly MappingStoreCall[];
  /** The mappings as they stand; a test may put others in, as AWS or a colleague would. */
  readonly mappings: Map<string, MappingDocument>;
  readonly tagsByArn: Map<string, Map<string, string>>;
  /** The next call of `method` throws `error` instead; several queue up. */
  failNext(method: keyof MappingStore, error: Error): void;
  /** Called before each `get`, to let a state move on as it does on AWS. */
  onGet: ((uuid: string) => void) | undefined;
}

/** An account's mappings in memory: writes settle at once unless a test says otherwise through `mappings` and `onGet`. */
export function fakeMappingStore(initial: readonly MappingDocument[] = [], options: { readonly pageSize?: number } = {}): FakeMappingStore {
  const pageSize = options.pageSize ?? 100;
  const mappings = new Map(initial.map((mapping) => [mapping.UUID, mapping]));
  const tagsByArn = new Map<string, Map<string, string>>();
  const calls: MappingStoreCall[] = [];
  const failures = new Map<keyof MappingStore, Error[]>();
  let created = 0;

  function record(call: MappingStoreCall): void {
    calls.push(call);
    const failure = failures.get(call.method)?.shift();
    if (failure !== undefined) throw failure;
  }
  function existing(uuid: string): MappingDocument {
    const mapping = mappings.get(uuid);
    if (mapping === undefined) throw new MskctlError("not-found", "The resource you requested does not exist.", { details: { uuid } });
    return mapping;
  }

  const store: FakeMappingStore = {
    calls,
    mappings,
    tagsByArn,
    onGet: undefined,
    failNext(method, error) {
      failures.set(method, [...(failures.get(method) ?? []), error]);
    },
    async *list(query = {}) {
      const hits = [...mappings.values()].filter((mapping) => isOf(mapping, query.functionName));
      for (let start = 0; start === 0 || start < hits.length; start += pageSize) {
        record({ method: "list", query });
        yield hits.slice(start, start + pageSize);
      }
    },
    async get(uuid) {
      record({ method: "get", uuid });
      store.onGet?.(uuid);
      return existing(uuid);
    },
    async create(settings) {
      record({ method: "create", settings });
      created += 1;
      const uuid = `00000000-0000-4000-8000-${String(created).padStart(12, "0")}`;
      const mapping = createdMapping(uuid, settings);
      mappings.set(uuid, mapping);
      return mapping;
    },
    async update(uuid, changes) {
      record({ method: "update", uuid, settings: changes });
      const { Enabled, FunctionName, ...fields } = changes;
      const mapping = {
        ...applyChanges(existing(uuid), fields),
        ...(FunctionName === undefined ? {} : { FunctionArn: functionArn(FunctionName) }),
        ...(Enabled === undefined ? {} : { State: Enabled ? "Enabled" : "Disabled" }),
      };
      mappings.set(uuid, mapping);
      return mapping;
    },
    async remove(uuid) {
      record({ method: "remove", uuid });
      const mapping = existing(uuid);
      mappings.delete(uuid);
      return { ...mapping, State: "Deleting" };
    },
    async tags(mappingArn) {
      record({ method: "tags" });
      return tagsByArn.get(mappingArn) ?? new Map();
    },
    async tag(mappingArn, tags) {
      record({ method: "tag" });
      tagsByArn.set(mappingArn, new Map([...(tagsByArn.get(mappingArn) ?? []), ...tags]));
    },
  };
  return store;
}

function isOf(mapping: MappingDocument, functionName: string | undefined): boolean {
  return functionName === undefined || mapping.FunctionArn?.endsWith(`:function:${functionName}`) === true;
}

function createdMapping(uuid: string, settings: MappingSettings): MappingDocument {
  const { Enabled, FunctionName, Tags: _tags, ...fields } = settings;
  return {
    UUID: uuid,
    EventSourceMappingArn: `arn:aws:lambda:eu-central-1:123456789012:event-source-mapping:${uuid}`,
    FunctionArn: functionArn(FunctionName ?? ""),
    BatchSize: 100,
    ...fields,
    State: Enabled === false ? "Disabled" : "Enabled",
    StateTransitionReason: "USER_INITIATED",
    LastProcessingResult: "No records processed",
    LastModified: "2026-11-23T12:00:00.000Z",
  };
}

function functionArn(name: string): string {
  return name.startsWith("arn:") ? name : `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
}
