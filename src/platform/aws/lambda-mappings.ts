import type { CreateEventSourceMappingRequest } from "@aws-sdk/client-lambda";
import { MskctlError } from "../../core/errors.ts";
import { withoutNulls } from "../../core/json-value.ts";
import type { MappingDocument, MappingSettings } from "../../core/mapping/model.ts";
import type { MappingStore } from "../../core/mapping/ports.ts";
import { asDocument, isoTime, listOf, textOf } from "./aws-document.ts";
import type { AwsServices } from "./aws-services.ts";

/** Lambda returns no more than this a page, whatever is asked for (Lambda API reference, ListEventSourceMappings). */
const pageSize = 100;

/** The mappings of one account and Region, from Lambda's control plane. */
export function lambdaMappings({ lambda }: Pick<AwsServices, "lambda">): MappingStore {
  return {
    async *list({ functionName } = {}) {
      let marker: string | undefined;
      do {
        const page = await lambda.document("ListEventSourceMappings", {
          MaxItems: pageSize,
          Marker: marker,
          FunctionName: functionName,
        });
        yield listOf(page["EventSourceMappings"]).map((mapping) => mappingFrom(mapping));
        marker = textOf(page["NextMarker"]);
      } while (marker !== undefined);
    },

    async get(uuid) {
      return mappingFrom(await lambda.document("GetEventSourceMapping", { UUID: uuid }, { subject: `mapping ${uuid}` }), uuid);
    },

    async create(settings) {
      const options = { mustCarry: settings, repeatable: false };
      const mapping = mappingFrom(await lambda.document("CreateEventSourceMapping", requestFrom(settings), options));
      if (mapping.UUID !== "") return mapping;
      throw new MskctlError("unavailable", "Lambda's answer does not name the mapping", { details: { ambiguous: true } });
    },

    async update(uuid, changes) {
      const options = { mustCarry: changes, subject: `mapping ${uuid}` };
      return mappingFrom(await lambda.document("UpdateEventSourceMapping", { ...requestFrom(changes), UUID: uuid }, options), uuid);
    },

    async remove(uuid) {
      return mappingFrom(await lambda.document("DeleteEventSourceMapping", { UUID: uuid }, { subject: `mapping ${uuid}` }), uuid);
    },

    async tags(mappingArn) {
      const { Tags } = await lambda.send("ListTags", { Resource: known(mappingArn) });
      return new Map(Object.entries(Tags ?? {}));
    },

    async tag(mappingArn, tags) {
      await lambda.send("TagResource", { Resource: known(mappingArn), Tags: Object.fromEntries(tags) });
    },
  };
}

/** The SDK would send an empty name, which asks for something else. */
function known(mappingArn: string): string {
  if (mappingArn === "") throw new MskctlError("unavailable", "Lambda's answer does not name the mapping's ARN, which its tags hang on");
  return mappingArn;
}

/** AWS's own document; only the two times change their form. `uuid` is the one that was asked for. */
function mappingFrom(answer: unknown, uuid = ""): MappingDocument {
  const document = asDocument(withoutNulls(answer));
  const times = ["LastModified", "StartingPositionTimestamp"].filter((field) => field in document);
  return {
    ...document,
    UUID: textOf(document["UUID"]) ?? uuid,
    ...Object.fromEntries(times.map((field) => [field, isoTime(document[field])])),
  };
}

/** The settings as they are: what they may hold is decided by the core's rules and by AWS, not by the SDK's types. */
function requestFrom(settings: MappingSettings): CreateEventSourceMappingRequest {
  const { StartingPositionTimestamp: timestamp, ...rest } = settings;
  return {
    ...rest,
    ...(timestamp === undefined ? {} : { StartingPositionTimestamp: timeFrom(timestamp) }),
  } as CreateEventSourceMappingRequest;
}

/** The SDK would write an impossible time as something that is not even JSON. */
function timeFrom(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new MskctlError("refused", `StartingPositionTimestamp "${text}" is not a time`);
  return time;
}
