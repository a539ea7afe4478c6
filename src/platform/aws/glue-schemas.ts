import { isError } from "../../core/errors.ts";
import type { SchemaSource } from "../../core/record/schema-source.ts";
import type { AwsServices } from "./aws-services.ts";

/** Glue's schema registries: a version's id is unique in an account and a Region, whichever registry it is in. */
export function glueSchemas({ glue }: Pick<AwsServices, "glue">): SchemaSource {
  return {
    framing: "glue",
    async schema(id) {
      try {
        const subject = `schema version ${id}`;
        const { SchemaDefinition: text, DataFormat: format } = await glue.send("GetSchemaVersion", { SchemaVersionId: id }, { subject });
        if (text === undefined || text === "") return undefined;
        return { format: format ?? "AVRO", text, references: [] };
      } catch (error) {
        if (isError(error, "not-found")) return undefined;
        throw error;
      }
    },
  };
}
