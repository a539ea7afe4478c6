import { randomUUID } from "node:crypto";
import { eventSourceArnShape } from "../../core/mapping/rules/kafka-shapes.ts";
import { validateCreate, validateUpdate } from "../../core/mapping/rules.ts";
import { drawUuid } from "../runtime/chance.ts";
import type { SandboxMapping } from "../world.ts";
import { functionReference } from "./function-reference.ts";
import { refuseConflict, requireCluster, requireMapping, requireSettled, requireTargetArn } from "./mapping-checks.ts";
import { changedMappingDocument, newMappingDocument } from "./mapping-document.ts";
import { beginCreate, beginDelete, beginUpdate } from "./mapping-states.ts";
import { mappingAnswer, settingsOf } from "./mapping-wire.ts";
import { requireShape } from "./model-constraints.ts";
import { notHonouredLine } from "./not-honoured.ts";
import { pageOf } from "./paging.ts";
import { refusalOf } from "./refusals.ts";
import { type Call, inputOf, labelOf } from "./rest-json.ts";

/** Filters that an account may have without a raised quota (Lambda quotas). */
const filterQuota = 5;

export function createMapping(call: Call): unknown {
  const { world } = call;
  const settings = settingsOf(inputOf(call), "create");
  const refusal = refusalOf(validateCreate(settings, { nowMs: world.clock.now(), filterQuota }));
  if (refusal !== undefined) throw refusal;
  const functionArn = requireTargetArn(world, settings.FunctionName ?? "");
  requireCluster(world, settings);
  refuseConflict(world, { ...settings, FunctionArn: functionArn });
  // Consumer groups of real brokers outlive the sandbox: its next run must not find those of this one.
  const onBroker = world.runtime.readsBroker({ ...settings, UUID: "" });
  const uuid = onBroker ? randomUUID() : drawUuid(world.random);
  const document = newMappingDocument(world, settings, { uuid, functionArn });
  const mapping: SandboxMapping = { document, lastModifiedMs: world.clock.now(), tags: new Map(Object.entries(settings.Tags ?? {})) };
  const line = notHonouredLine(document, world.runtime.readsBroker(document) ? "on-broker" : "embedded");
  if (line !== undefined) world.note(line);
  return mappingAnswer(mapping, beginCreate(world, mapping, settings.Enabled ?? true));
}

export function getMapping(call: Call): unknown {
  return mappingAnswer(requireMapping(call.world, labelOf(call, "UUID")));
}

/**
 * At most 100 a page. A function without qualifier finds the mappings of the unqualified function only, and an unknown
 * one none (assumptions). Filter criteria that a key encrypts are left out.
 */
export function listMappings({ world, query }: Call): unknown {
  const [source, functionName] = [query.get("EventSourceArn"), query.get("FunctionName")];
  requireShape(eventSourceArnShape, source, "EventSourceArn");
  const functionArn = functionName === null ? undefined : functionReference(world, functionName).arn;
  const found = [...world.mappings.values()].filter(
    ({ document }) =>
      (source === null || document.EventSourceArn === source) && (functionArn === undefined || document.FunctionArn === functionArn),
  );
  const page = pageOf(found, query, 100);
  const documents = page.items.map((mapping) => {
    const answer = mappingAnswer(mapping);
    return mapping.document.KMSKeyArn === undefined ? answer : { ...answer, FilterCriteria: null };
  });
  return { ...page.next, EventSourceMappings: documents };
}

export function updateMapping(call: Call): unknown {
  const { world } = call;
  const changes = settingsOf(inputOf(call), "update");
  const mapping = requireMapping(world, labelOf(call, "UUID"));
  const refusal = refusalOf(validateUpdate(mapping.document, changes, { nowMs: world.clock.now(), filterQuota }));
  if (refusal !== undefined) throw refusal;
  requireSettled(mapping, "update");
  const functionArn = changes.FunctionName === undefined ? undefined : requireTargetArn(world, changes.FunctionName);
  const document = changedMappingDocument(mapping.document, changes, functionArn);
  if (functionArn !== undefined) refuseConflict(world, document, mapping);
  return mappingAnswer(mapping, beginUpdate(world, mapping, document, changes.Enabled));
}

export function deleteMapping(call: Call): unknown {
  const mapping = requireMapping(call.world, labelOf(call, "UUID"));
  requireSettled(mapping, "delete");
  return mappingAnswer(mapping, beginDelete(call.world, mapping));
}
